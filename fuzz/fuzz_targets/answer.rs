//! Any bytes for an upstream's answer: it is the same in whatever pieces it comes, and takes no byte of what
//! follows.

#![no_main]

use bytes::BytesMut;
use crosscheck_gateway::AnswerGrammar;
use crosscheck_gateway::AnswerReader;
use crosscheck_gateway::BodyPart;
use libfuzzer_sys::fuzz_target;

/// Status, body, trailers, and how many bytes were taken; or what is wrong.
type Read = Result<(u16, Vec<u8>, usize, usize), Option<AnswerGrammar>>;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    // Most begin well, so that there is something to break.
    let beginning: &[u8] = match first % 4 {
        0 => b"",
        1 => b"HTTP/1.1 200 OK\r\n",
        2 => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        _ => b"HTTP/1.1 200 OK\r\nContent-Length: ",
    };
    let answer = [beginning, rest].concat();
    let whole = read(&answer, usize::MAX);
    assert_eq!(read(&answer, usize::from(first >> 2) + 1), whole);
    if let Ok((_, body, _, taken)) = whole {
        assert!(body.len() < taken && taken <= answer.len());
        let followed = [&answer[..taken], b"HTTP/1.1 200 OK\r\n\r\n"].concat();
        if let Ok((_, with_more, _, end)) = read(&followed, usize::MAX) {
            // Unless it ends where the connection does.
            assert!((with_more == body && end == taken) || end == followed.len());
        }
    }
});

fn read(answer: &[u8], piece: usize) -> Read {
    let (mut reader, mut bytes) = (AnswerReader::new(false, 20), BytesMut::new());
    let (mut status, mut body, mut trailers, mut given) = (None, Vec::new(), 0, 0);
    let mut pieces = answer.chunks(piece);
    loop {
        let has_progressed = match status {
            None => {
                status =
                    reader.read_head(&mut bytes).map_err(Some)?.map(|head| head.status.as_u16());
                status.is_some()
            }
            Some(status) => match reader.read_body(&mut bytes).map_err(Some)? {
                BodyPart::Data(data) => {
                    assert!(!data.is_empty());
                    body.extend_from_slice(&data);
                    true
                }
                BodyPart::Trailers(lines) => {
                    trailers += lines.len();
                    true
                }
                BodyPart::NeedsMore => false,
                BodyPart::End => return Ok((status, body, trailers, given - bytes.len())),
            },
        };
        if has_progressed {
            continue;
        }
        match pieces.next() {
            Some(piece) => {
                given += piece.len();
                bytes.extend_from_slice(piece);
            }
            None if status.is_none() => return Err(None),
            None => reader.read_end().map_err(Some)?,
        }
    }
}
