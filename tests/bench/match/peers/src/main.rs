//! aho-corasick and daachorse on the text and names of corpus.py, leftmost-longest, on one core.
//!
//! usage: match-peers TEXT NAMES

/// Processor time so far, in seconds.
fn now() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").expect("schedstat");
    stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).expect("nanoseconds") / 1e9
}

fn timed(name: &str, built: f64, size: usize, mut work: impl FnMut() -> usize) {
    let (mut best, mut hits) = (f64::MAX, 0);
    for _ in 0..3 {
        let start = now();
        hits = work();
        best = best.min(now() - start);
    }
    println!("{name}\t{:.1} MB/s\t{hits} hits\tbuilt in {built:.2} s", size as f64 / best / 1e6);
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1]).expect("text");
    let list = std::fs::read_to_string(&args[2]).expect("names");
    let mut names: Vec<&str> = list.lines().filter(|n| !n.is_empty()).collect();
    names.sort_unstable();
    names.dedup();

    let start = now();
    let ac = aho_corasick::AhoCorasick::builder()
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(&names)
        .expect("aho-corasick");
    timed("aho-corasick", now() - start, text.len(), || ac.find_iter(&text).count());

    let start = now();
    let bytes = daachorse::DoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build::<_, _, u32>(&names)
        .expect("daachorse");
    timed("daachorse, bytes", now() - start, text.len(), || bytes.leftmost_find_iter(&text).count());

    let start = now();
    let chars = daachorse::CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build::<_, _, u32>(&names)
        .expect("daachorse");
    timed("daachorse, chars", now() - start, text.len(), || chars.leftmost_find_iter(&text).count());
}
