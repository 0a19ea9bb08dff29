//! Text of strangers: files, arguments, servers. A terminal obeys some letters, and others make text
//! look like what it is not; all of those are shown instead.

use std::borrow::Cow;
use std::fmt::Write;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// Whether a letter is nothing but a letter: no control of C0 or C1, no `DEL`, no mark of direction, no
/// letter without width, no other separator of lines, nothing that has no meaning.
///
/// It is what Rust shows as it is in `{:?}` of a text, behind another letter, less what Unicode lets
/// programs leave out (fillers, selectors) and the blank that is none, U+2800.
pub fn is_visible(letter: char) -> bool {
    if letter.is_ascii() {
        return !letter.is_ascii_control();
    }
    if letter == '\u{2800}' || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(letter)
    {
        return false;
    }
    // Alone, a letter that joins the one before it would be shown as its number.
    let mut pair = String::from("a");
    pair.push(letter);
    pair.escape_debug().count() == 2
}

/// One line of text: what is not visible is shown as its number, ends of lines too.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    push_visible(&mut shown, text);
    shown
}

/// The same for text of several lines, which keeps its lines and tabs.
pub fn visible_lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = match (line.strip_suffix("\r\n"), line.strip_suffix('\n')) {
            (Some(line), _) => (line, "\r\n"),
            (None, Some(line)) => (line, "\n"),
            (None, None) => (line, ""),
        };
        let mut parts = line.split('\t');
        push_visible(&mut shown, parts.next().unwrap_or_default());
        for part in parts {
            shown.push('\t');
            push_visible(&mut shown, part);
        }
        shown.push_str(end);
    }
    shown
}

/// The beginning of a text as [`visible`] shows it: so many letters of it, and `…` where there are more.
pub fn visible_start(text: &str, letters: usize) -> String {
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text),
    }
}

/// Adds a line of text to another, as [`visible`] shows it.
pub fn push_visible(shown: &mut String, text: &str) {
    let mut rest = text;
    loop {
        // Most text is plain, and is taken as a whole.
        let plain = rest.bytes().take_while(|byte| matches!(byte, b' '..=b'~')).count();
        let (start, behind) = rest.split_at(plain);
        shown.push_str(start);
        let mut letters = behind.chars();
        let Some(letter) = letters.next() else { return };
        match is_visible(letter) {
            true => shown.push(letter),
            false => shown.extend(letter.escape_default()),
        }
        rest = letters.as_str();
    }
}

/// JSON that means the same and holds nothing but visible letters in its texts.
pub fn visible_json(json: &str) -> Cow<'_, str> {
    // Whatever is not ASCII stands in a text, where its number means the same.
    let is_hidden =
        |letter: char| letter == '\u{7f}' || (!letter.is_ascii() && !is_visible(letter));
    let is_plain = json.is_ascii() && !json.contains('\u{7f}');
    if is_plain || !json.contains(is_hidden) {
        return json.into();
    }
    let mut escaped = String::with_capacity(json.len() + 64);
    for letter in json.chars() {
        if !is_hidden(letter) {
            escaped.push(letter);
            continue;
        }
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "\\u{unit:04x}");
        }
    }
    escaped.into()
}

#[cfg(test)]
mod tests {
    use super::is_visible;
    use super::visible;
    use super::visible_json;
    use super::visible_lines;
    use super::visible_start;

    #[test]
    fn letters_are_shown_and_all_else_is_told() {
        // Of many scripts, with marks that join, and pictures.
        for text in
            ["GET /a?b=\"c\\d\"", "préflight", "例え", "हिन्दी", "ไทย", "e\u{301}", "→✓✗", "🦀"]
        {
            assert_eq!(visible(text), text);
        }
        assert_eq!(visible("\u{1b}[2J\r\n\t"), "\\u{1b}[2J\\r\\n\\t");
        assert_eq!(visible("a\u{202e}b\u{2066}\u{200b}"), "a\\u{202e}b\\u{2066}\\u{200b}");
        for (text, start) in [("é\u{7}", "é\\u{7}"), ("é\u{7}a", "é\\u{7}…"), ("", "")] {
            assert_eq!(visible_start(text, 2), start);
        }
        assert_eq!(visible_lines("a\tb\u{9b}\r\nc\rd\n"), "a\tb\\u{9b}\r\nc\\rd\n");
    }

    #[test]
    fn whatever_a_terminal_or_an_eye_obeys_is_not_visible() {
        let controls = (0..0x20).chain(0x7f..0xa0);
        let directions = [0x61c, 0x200e, 0x200f].into_iter().chain(0x202a..=0x202e);
        let isolates = 0x2066..=0x206f;
        let no_width = [
            0x34f, 0x115f, 0x17b4, 0x180b, 0x2800, 0x3164, 0xfe0f, 0xffa0, 0xad, 0x180e, 0x200b,
            0x200c, 0x200d, 0x2060, 0x2061, 0xfeff,
        ];
        let separators = [0xa0, 0x2028, 0x2029, 0x3000];
        let tags = 0xe0000..=0xe007f;
        let nothing = [0xe000, 0xfdd0, 0xfffe, 0xffff, 0xfff9, 0x10_ffff];
        let all = controls.chain(directions).chain(isolates).chain(no_width);
        for number in all.chain(separators).chain(tags).chain(nothing) {
            let letter = char::from_u32(number).expect("a letter's number");
            assert!(!is_visible(letter), "{number:x}");
        }
    }

    #[test]
    fn json_means_the_same_without_hidden_letters() {
        let numbers = (0..=0xffff).chain(0x1_f980..0x1_f9ff).chain(0xe_0000..0xe_0fff);
        for text in numbers.filter_map(char::from_u32).map(String::from) {
            let json = serde_json::to_string(&text).expect("JSON");
            let escaped = visible_json(&json);
            assert!(escaped.chars().all(is_visible), "{escaped:?}");
            let read: String = serde_json::from_str(&escaped).expect("JSON");
            assert_eq!(read, text);
        }
    }
}
