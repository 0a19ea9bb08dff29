//! Small files, each of a kind that some element uses.

/// A picture of one pixel.
pub(crate) const PIXEL: &[u8] = include_bytes!("files/pixel.png");
/// A font of one letter.
pub(crate) const LETTER: &[u8] = include_bytes!("files/letter.ttf");

/// The small valid file that a body of `@name` stands for in a scenario.
pub fn small_file(name: &[u8]) -> Option<&'static [u8]> {
    Some(match name {
        b"@png" => PIXEL,
        b"@font" => LETTER,
        b"@css" => b"p{color:red}",
        b"@script" => b"throw new Error('boom')",
        b"@events" => b"data: hi\n\n",
        _ => return None,
    })
}
