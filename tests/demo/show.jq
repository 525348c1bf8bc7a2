# show.jq - tagged records for a person at a terminal: `table` of all, or one `article` with its mentions coloured.
# usage: jq -rs --arg what table|article [--argjson nth N] -f tests/demo/show.jq tagged.jsonl

def wide: . >= 4352 and (. <= 4447 or (. >= 11904 and . <= 55203) or (. >= 63744 and . <= 64255) or (. >= 65072 and . <= 65135)
	or (. >= 65281 and . <= 65376) or . >= 131072);
def cells: explode | map(if wide then 2 else 1 end) | add // 0;
# Cut or padded to n cells.
def fit(n): reduce (. / "")[] as $c ({s: "", w: 0, full: false};
		($c | cells) as $w | if .full then . elif .w + $w > n - 1 then .s += "…" | .w += 1 | .full = true else .s += $c | .w += $w end)
	| if .w < n then .s + (" " * (n - .w)) else .s end;
def right(n): tostring | if length < n then " " * (n - length) + . else . end;

def paint($m): if $m.kind == "number" then "\u001b[33m"
	elif $m.type == "company" then "\u001b[1;34m" elif $m.type == "chip" then "\u001b[1;32m" else "\u001b[35m" end;

# The text with every mention painted; a mention inside the one before is passed over.
def painted: .text as $t
	| reduce (.mentions // [])[] as $m ({at: 0, out: ""};
		if $m.start < .at then . else .out += $t[.at:$m.start] + paint($m) + $t[$m.start:$m.end] + "\u001b[0m" | .at = $m.end end)
	| .out + $t[.at:];

def says: if .kind == "entity" then "\(.type) \(.id)"
	else "\(.type) \(.value // ((.lo // "…") + " to " + (.hi // "…")))" + (if .unit then " " + .unit else "" end)
		+ (if .per then "/" + .per else "" end) + (if .qual then " " + .qual else "" end) + (if .mod then " " + .mod else "" end) end;

def table:
	("\u001b[1m" + ("date" | fit(11)) + ("title" | fit(50)) + ("publisher" | fit(16)) + ("encoding" | fit(10)) + " chars names numbers  removed\u001b[0m"),
	(.[] | ((.published // "-")[:10] | fit(11)) + ((.title // "-") | fit(50)) + ((.publisher // "-") | fit(16)) + ((.encoding // "-") | fit(10))
		+ (.text | length | right(6)) + ([.mentions[]? | select(.kind == "entity")] | length | right(6))
		+ ([.mentions[]? | select(.kind == "number")] | length | right(8))
		+ "  " + ([.removed | to_entries[] | "\(.key) \(.value.blocks)"] | join(", "))
		+ (if .duplicate_of then "; repeats \(.duplicate_of)" else "" end));

def article:
	"\u001b[1m\(.title // "(no title)")\u001b[0m",
	([.published, .publisher, .author] | map(select(.)) | join(" · ")),
	"", painted, "",
	"\u001b[1;34mcompany\u001b[0m \u001b[1;32mchip\u001b[0m \u001b[35mother name\u001b[0m \u001b[33mnumber\u001b[0m",
	"",
	([.mentions[]?] | unique_by(.text, says) | sort_by(.kind == "number", .start)[:16][] | "  " + (.text | fit(22)) + says);

if $what == "table" then table else .[$nth] | article end
