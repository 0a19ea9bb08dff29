//! Small files, each of a kind that some element uses: what a body of `@name` stands for.

use alloc::borrow::Cow;

use crate::wire::parse_mime_essence;

/// The small valid file that a body of `@name` stands for in a scenario: a picture of one pixel, a font of one letter, a
/// film of one frame, a tenth of a second of silence, a cue, a drawing, a document that tells who frames it, a sheet, a
/// script that throws, one event, a little JSON, a module.
///
/// # Example
/// ```
/// use crosscheck::scenario::small_file;
///
/// assert_eq!(small_file("@css"), Some(&b"p{color:red}"[..]));
/// assert_eq!(small_file("hello"), None);
/// ```
pub fn small_file(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(own, _)| *own == name).map(|(_, file)| *file)
}

/// The body that stands for these bytes, or the bytes as text.
pub(super) fn as_written(bytes: &[u8]) -> Cow<'_, str> {
    match FILES.iter().find(|(_, file)| *file == bytes) {
        Some((name, _)) => Cow::Borrowed(name),
        None => alloc::string::String::from_utf8_lossy(bytes),
    }
}

/// Whether these bytes are one of the files.
pub(super) fn is_small_file(bytes: &[u8]) -> bool {
    FILES.iter().any(|(_, file)| *file == bytes)
}

/// Whether an answer is a picture: a drawing, which is text, must say that it is one.
pub(super) fn is_picture(bytes: &[u8], content_type: &[u8]) -> bool {
    let is_called_drawing = || {
        parse_mime_essence(content_type).is_some_and(|essence| essence.as_str() == "image/svg+xml")
    };
    bytes == PIXEL || (bytes == DRAWING && is_called_drawing())
}

const PIXEL: &[u8] = include_bytes!("files/pixel.png");
const DRAWING: &[u8] = include_bytes!("files/drawing.svg");

const FILES: [(&str, &[u8]); 12] = [
    ("@png", PIXEL),
    ("@script", b"throw new Error('boom')"),
    ("@css", b"p{color:red}"),
    ("@font", include_bytes!("files/letter.ttf")),
    ("@events", b"data: hi\n\n"),
    ("@webm", include_bytes!("files/film.webm")),
    ("@wav", include_bytes!("files/silence.wav")),
    ("@vtt", b"WEBVTT\n\n00:00.000 --> 00:09.000\nyo\n"),
    ("@svg", DRAWING),
    ("@json", b"{\"a\":1}"),
    ("@module", b"export default 1"),
    ("@html", include_bytes!("files/document.html")),
];
