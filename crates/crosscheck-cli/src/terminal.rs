//! The only way to standard output and standard error.

use std::io;
use std::io::BufWriter;
use std::io::IsTerminal;
use std::io::StdoutLock;
use std::io::Write;

use anstream::AutoStream;
use anstream::ColorChoice;
use anstream::stream::AsLockedWrite;
use anstream::stream::RawStream;
use crosscheck_analysis::text::Piece;
use crosscheck_analysis::text::Text;
use crosscheck_config::visible::visible_json;
use serde::Serialize;

/// Writes data for people to standard output.
pub(crate) fn print(text: &Text) -> io::Result<()> {
    unless_unread(print_part(text))
}

/// Writes some of the data for people to standard output; a broken pipe says that no more is wanted.
pub(crate) fn print_part(text: &Text) -> io::Result<()> {
    write(text, stdout())
}

/// Writes talk to standard error. If nobody hears it, nobody can be told.
pub(crate) fn tell(text: &Text) {
    #[expect(clippy::disallowed_methods, reason = "this is the way to it")]
    let err = io::stderr().lock();
    let _ = write(text, err);
}

/// Writes a text as a terminal obeys it, or its letters alone where nobody wants styles.
fn write(text: &Text, mut out: impl RawStream + AsLockedWrite) -> io::Result<()> {
    let choice = AutoStream::choice(&out);
    if choice == ColorChoice::Never {
        out.write_all(text.letters().as_bytes())?;
        return out.flush();
    }
    let mut escaped = String::new();
    for piece in text.pieces() {
        match piece {
            Piece::Letters(letters) => escaped.push_str(letters),
            Piece::Style(style) => {
                escaped.push_str("\x1b[");
                escaped.push_str(style);
                escaped.push('m');
            }
        }
    }
    let mut out = AutoStream::new(out, choice);
    out.write_all(escaped.as_bytes())?;
    out.flush()
}

/// Writes one document of JSON to standard output, laid out.
pub(crate) fn print_json(value: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value)?;
    unless_unread(writeln!(stdout(), "{}", visible_json(&json)))
}

/// A reader that goes away has seen what it wanted: the result stays what it is.
pub(crate) fn unless_unread(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Standard output as many documents of JSON, one a line; a broken pipe says that no more is wanted.
pub(crate) struct JsonLines {
    out: BufWriter<StdoutLock<'static>>,
    /// The room for one document.
    document: Vec<u8>,
}

impl JsonLines {
    pub(crate) fn new() -> Self {
        Self { out: BufWriter::with_capacity(64 * 1024, stdout()), document: Vec::new() }
    }

    pub(crate) fn write(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.document.clear();
        serde_json::to_writer(&mut self.document, value)?;
        let json = str::from_utf8(&self.document).expect("JSON is text");
        self.out.write_all(visible_json(json).as_bytes())?;
        self.out.write_all(b"\n")
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Standard output for lines that are made elsewhere, and hold no letter that a terminal obeys.
pub(crate) struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        stdout().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        stdout().flush()
    }
}

/// Whether data for people is read by people.
pub(crate) fn is_terminal() -> bool {
    stdout().is_terminal()
}

/// Whether talk is read by people.
#[expect(clippy::disallowed_methods, reason = "this is the way to it")]
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

#[expect(clippy::disallowed_methods, reason = "this is the way to it")]
fn stdout() -> StdoutLock<'static> {
    io::stdout().lock()
}
