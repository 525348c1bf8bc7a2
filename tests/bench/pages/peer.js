// Times Readability.js over a list of pages, one core. usage: node peer.js LIST (with jsdom and @mozilla/readability in NODE_PATH)
const fs = require('fs');
const { JSDOM, VirtualConsole } = require('jsdom');
const { Readability } = require('@mozilla/readability');

const pages = fs.readFileSync(process.argv[2], 'utf8').trim().split('\n').map((path) => fs.readFileSync(path));
const quiet = new VirtualConsole();
const start = process.cpuUsage();
let failed = 0;
for (const page of pages) {
    try {
        const dom = new JSDOM(page, { url: 'https://page.example/', virtualConsole: quiet });
        new Readability(dom.window.document).parse();
        dom.window.close();
    } catch (e) {
        failed++;
    }
}
const used = process.cpuUsage(start);
const seconds = (used.user + used.system) / 1e6;
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log('readability.js', seconds.toFixed(3), pages.length, peak, `failed=${failed}`);
