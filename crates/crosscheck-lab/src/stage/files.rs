//! Small files, each of a kind that some element uses.

/// A picture of one pixel.
pub(crate) const PIXEL: &[u8] = include_bytes!("files/pixel.png");
/// A font of one letter.
pub(crate) const LETTER: &[u8] = include_bytes!("files/letter.ttf");
/// A film of one frame.
const FILM: &[u8] = include_bytes!("files/film.webm");
/// A tenth of a second of silence.
const SILENCE: &[u8] = include_bytes!("files/silence.wav");
/// One cue.
const CUE: &[u8] = b"WEBVTT\n\n00:00.000 --> 00:09.000\nyo\n";
/// A drawing, whose part is called `i`.
const DRAWING: &[u8] = include_bytes!("files/drawing.svg");
/// A document that tells whoever frames it that it is there.
const DOCUMENT: &[u8] = include_bytes!("files/document.html");

/// The small valid file that a body of `@name` stands for in a scenario.
pub fn small_file(name: &[u8]) -> Option<&'static [u8]> {
    Some(match name {
        b"@png" => PIXEL,
        b"@font" => LETTER,
        b"@css" => b"p{color:red}",
        b"@script" => b"throw new Error('boom')",
        b"@events" => b"data: hi\n\n",
        b"@webm" => FILM,
        b"@wav" => SILENCE,
        b"@vtt" => CUE,
        b"@svg" => DRAWING,
        b"@json" => b"{\"a\":1}",
        b"@module" => b"export default 1",
        b"@html" => DOCUMENT,
        _ => return None,
    })
}
