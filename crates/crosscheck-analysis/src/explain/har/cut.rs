//! A file that ends in the middle: a download that broke off, a paste that a form cut.

/// What is whole of a list of objects, with its ends closed again; `None` if none of them is.
///
/// The list may stand within objects, as that of entries does, and within no other list.
pub(super) fn whole_entries(text: &str) -> Option<String> {
    let mut open: Vec<u8> = Vec::new();
    let mut lists = 0;
    let mut end = None;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => skip_text(&mut bytes),
            b'{' | b'[' => {
                lists += usize::from(byte == b'[');
                open.push(byte);
            }
            b'}' | b']' => {
                let began = open.pop()?;
                lists -= usize::from(began == b'[');
                if lists == 1 && open.last() == Some(&b'[') && began == b'{' {
                    end = Some((at + 1, open.len() - 1));
                }
            }
            _ => {}
        }
    }
    let (end, depth) = end?;
    Some(format!("{}]{}", &text[..end], "}".repeat(depth)))
}

/// Goes on to the end of a text in quotes.
fn skip_text(bytes: &mut impl Iterator<Item = (usize, u8)>) {
    while let Some((_, byte)) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::whole_entries;

    #[test]
    fn what_is_whole_is_kept_wherever_the_text_ends() {
        let whole = r#"{"log":{"pages":[{"id":"]}"}],"entries":[{"a":[{"b":"\"}"}]},{"c":2}]}}"#;
        let first = r#"{"log":{"pages":[{"id":"]}"}],"entries":[{"a":[{"b":"\"}"}]}]}}"#;
        let entry = r#"{"a":[{"b":"\"}"}]}"#;
        let end = whole.find(entry).expect("it is there") + entry.len();
        for end in end..whole.len() - 3 {
            assert_eq!(whole_entries(&whole[..end]).as_deref(), Some(first), "{}", &whole[..end]);
        }
        let before = whole_entries(&whole[..end - 1]);
        assert_eq!(before.as_deref(), Some(r#"{"log":{"pages":[{"id":"]}"}]}}"#));
        assert_eq!(whole_entries(r#"[{"a":1},{"b"#).as_deref(), Some(r#"[{"a":1}]"#));
        assert_eq!(whole_entries(r#"{"log":{"entries":[{"a":1"#), None);
        assert_eq!(whole_entries("]"), None);
        assert_eq!(whole_entries(r#"{"a\"#), None);
    }
}
