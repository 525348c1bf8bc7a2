/* One declaration block: does it hide what it is about, and in which colours does it paint? */
#include "hidden_style.h"

#include "css.h"
#include "hidden.h"

static bool
is_zero(str v)
{
	double n;
	return css_number(v, &n) && n == 0;
}

/* An opacity, or a part of a letter's height. */
static bool
is_next_to_nothing(str v)
{
	double n;
	return css_number(v, &n) && n >= 0 && n <= 0.05 && v.p[v.n - 1] != '%';
}

static bool
far_out(str v)
{
	double n;
	return css_number(v, &n) && n <= -500;
}

/* A width or height in which no letter stands. */
static bool
is_speck(str v)
{
	double n;
	return css_number(v, &n) && n >= 0 && n <= 1 && n <= (str_ifind(v, STR("px")) != SIZE_MAX ? 1 : 0);
}

/* `translateX(-9999px)`, or `translate(0, -9999px)`. */
static bool
moves_away(str v)
{
	str one;
	size_t open = str_istarts(v, STR("translate")) ? str_chr(v, '(') : SIZE_MAX;
	v = open == SIZE_MAX ? STR("") : str_skip(v, open + 1);
	while (str_cut(&v, ',', &one))
		if (far_out(str_trim(one)))
			return true;
	return false;
}

static bool
is_transparent(str v)
{
	size_t comma = str_istarts(v, STR("rgba(")) ? str_rfind(v, STR(",")) : SIZE_MAX;
	return str_ieq(v, STR("transparent")) || (comma != SIZE_MAX && is_zero(str_trim(str_skip(v, comma + 1))));
}

static void
set_size(style_box *box, str value)
{
	double n;
	box->sized = true;
	box->tiny = (css_number(value, &n) && n <= (str_ifind(value, STR("px")) != SIZE_MAX ? 1 : 0)) || is_next_to_nothing(value);
}

enum property { P_OTHER, P_DISPLAY, P_VISIBILITY, P_OPACITY, P_INDENT, P_WIDTH, P_HEIGHT, P_OVERFLOW, P_POSITION, P_PLACE, P_COLOR, P_GROUND, P_FONT_SIZE,
	P_CLIP, P_CLIP_PATH, P_TRANSFORM, P_MARGIN, P_FONT, P_CONTENT };

/* By the first letter, then the few names that begin with it: pages have many thousand declarations. */
static enum property
property_of(str name)
{
	switch (name.n ? name.p[0] | 32 : 0) {
	case 'd':
		return str_ieq(name, STR("display")) ? P_DISPLAY : P_OTHER;
	case 'v':
		return str_ieq(name, STR("visibility")) ? P_VISIBILITY : P_OTHER;
	case 'o':
		return str_ieq(name, STR("opacity")) ? P_OPACITY : str_istarts(name, STR("overflow")) ? P_OVERFLOW : P_OTHER;
	case 't':
		if (str_ieq(name, STR("text-indent")))
			return P_INDENT;
		return str_ieq(name, STR("top")) ? P_PLACE : str_ieq(name, STR("transform")) ? P_TRANSFORM : P_OTHER;
	case 'w':
		return str_ieq(name, STR("width")) ? P_WIDTH : P_OTHER;
	case 'h':
		return str_ieq(name, STR("height")) ? P_HEIGHT : P_OTHER;
	case 'm':
		if (str_ieq(name, STR("max-width")) || str_ieq(name, STR("max-height")))
			return name.n == 9 ? P_WIDTH : P_HEIGHT;
		return str_istarts(name, STR("margin-")) ? P_MARGIN : P_OTHER;
	case 'p':
		return str_ieq(name, STR("position")) ? P_POSITION : P_OTHER;
	case 'r':
		return str_ieq(name, STR("right")) ? P_PLACE : P_OTHER;
	case 'l':
		return str_ieq(name, STR("left")) ? P_PLACE : P_OTHER;
	case 'c':
		if (str_istarts(name, STR("clip")))
			return name.n == 4 ? P_CLIP : str_ieq(name, STR("clip-path")) ? P_CLIP_PATH : P_OTHER;
		return str_ieq(name, STR("color")) ? P_COLOR : str_ieq(name, STR("content-visibility")) ? P_CONTENT : P_OTHER;
	case 'b':
		if (str_ieq(name, STR("bottom")))
			return P_PLACE;
		return str_ieq(name, STR("background")) || str_ieq(name, STR("background-color")) ? P_GROUND : P_OTHER;
	case 'f':
		return str_ieq(name, STR("font-size")) ? P_FONT_SIZE : str_ieq(name, STR("font")) ? P_FONT : P_OTHER;
	default:
		return P_OTHER;
	}
}

static unsigned
one_declaration(str name, str value, style_box *box)
{
	switch (property_of(name)) {
	case P_DISPLAY:
		return str_istarts(value, STR("none")) ? HIDDEN_HARD : 0;
	case P_VISIBILITY:
		return str_istarts(value, STR("hidden")) || str_istarts(value, STR("collapse")) ? HIDDEN_SOFT : 0;
	case P_OPACITY:
		return is_next_to_nothing(value) ? HIDDEN_SOFT : 0;
	case P_INDENT:
		return far_out(value) ? HIDDEN_HARD : 0;
	case P_CLIP:
		return str_istarts(value, STR("rect(0")) || str_istarts(value, STR("rect(1px")) ? HIDDEN_HARD : 0;
	case P_CLIP_PATH:
		return str_istarts(value, STR("inset(100%")) || str_istarts(value, STR("inset(50%")) || str_istarts(value, STR("circle(0")) ? HIDDEN_HARD : 0;
	case P_TRANSFORM:
		return (str_istarts(value, STR("scale(0")) && !str_istarts(value, STR("scale(0."))) || moves_away(value) ? HIDDEN_HARD : 0;
	case P_CONTENT:
		return str_istarts(value, STR("hidden")) ? HIDDEN_HARD : 0;
	case P_WIDTH:
		box->zero_w |= is_speck(value);
		break;
	case P_HEIGHT:
		box->zero_h |= is_speck(value);
		break;
	case P_OVERFLOW:
		box->clipped |= str_istarts(value, STR("hidden"));
		break;
	case P_POSITION:
		box->placed |= str_istarts(value, STR("absolute")) || str_istarts(value, STR("fixed")) || str_istarts(value, STR("relative"));
		break;
	case P_PLACE:
		box->away |= far_out(value);
		break;
	case P_MARGIN:
		box->pushed |= far_out(value);
		break;
	case P_COLOR:
		box->color = css_color(value);
		box->transparent = is_transparent(value);
		break;
	case P_GROUND:
		box->background = css_color(value);
		break;
	case P_FONT_SIZE:
		set_size(box, value);
		break;
	case P_FONT:
		if (str_istarts(value, STR("0/")) || str_istarts(value, STR("0 ")) || str_istarts(value, STR("0px")))
			set_size(box, STR("0"));
		break;
	case P_OTHER:
		break;
	}
	return 0;
}

bool
style_same_color(uint32_t a, uint32_t b)
{
	for (unsigned i = 0; i < 24 && a != CSS_NO_COLOR && b != CSS_NO_COLOR; i += 8) {
		int less = (int)(a >> i & 0xFF) - (int)(b >> i & 0xFF);
		if (less < -3 || less > 3)
			return false;
	}
	return a != CSS_NO_COLOR && b != CSS_NO_COLOR;
}

unsigned
style_read(str style, style_box *box)
{
	unsigned how = 0;
	str name, value, all = style;
	*box = (style_box){.color = CSS_NO_COLOR, .background = CSS_NO_COLOR};
	if (style.n > 4096)
		style.n = 4096;
	while (css_declaration(&style, &name, &value))
		how |= one_declaration(name, value, box);
	if ((box->placed && box->away) || box->pushed || (box->clipped && (box->zero_w || box->zero_h)))
		how |= HIDDEN_HARD;
	if (style_same_color(box->color, box->background))
		how |= HIDDEN_HARD;
	if (box->transparent && str_ifind(all, STR("clip")) == SIZE_MAX) /* letters cut out of a picture are seen */
		how |= HIDDEN_SOFT;
	return how & HIDDEN_HARD ? HIDDEN_HARD : how;
}

unsigned
hidden_by_style(str style)
{
	style_box box;
	return style_read(style, &box);
}
