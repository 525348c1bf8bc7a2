// Speed of Recognizers-Text (numbers, percents, money, units, dates) on the lines of a text: peer.js FILE.
const fs = require('fs');
const suite = require('@microsoft/recognizers-text-suite');
const text = fs.readFileSync(process.argv[2], 'utf8');
const culture = suite.Culture.Chinese;
const start = process.hrtime.bigint();
for (const line of text.split('\n')) {
	if (!line) continue;
	suite.recognizeNumber(line, culture);
	suite.recognizePercentage(line, culture);
	suite.recognizeCurrency(line, culture);
	suite.recognizeDateTime(line, culture);
}
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log('Recognizers', (Buffer.byteLength(text) / seconds / 1e6).toFixed(3), 'MB/s');
