//! The head of an answer: its status, and its headers as they came.

use std::mem::MaybeUninit;

use bytes::Bytes;
use bytes::BytesMut;
use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::StatusCode;
use httparse::Header;
use httparse::ParserConfig;

use crate::upstream::http1::grammar::AnswerGrammar;
use crate::upstream::http1::grammar::section;

/// The head of an answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AnswerHead {
    /// Three digits.
    pub status: StatusCode,
    /// Every line, in its order.
    pub headers: HeaderMap,
    /// Whether it is one of HTTP/1.0, after which a connection is closed.
    pub is_http10: bool,
}

impl AnswerHead {
    /// Takes a head from what was read; `None` while it is not whole. In: the most lines that it may have.
    pub(super) fn read(bytes: &mut BytesMut, lines: usize) -> Result<Option<Self>, AnswerGrammar> {
        // Another protocol may never say an empty line.
        let begun = bytes.len().min(BEGINNING.len());
        if bytes[..begun] != BEGINNING[..begun] {
            return Err(AnswerGrammar::StatusLine);
        }
        let Some(length) = section(bytes)? else { return Ok(None) };
        let head = bytes.split_to(length).freeze();
        if lines <= USUAL {
            let mut room = [const { MaybeUninit::uninit() }; USUAL];
            Self::parse(&head, &mut room[..lines]).map(Some)
        } else {
            Self::parse(&head, &mut vec![MaybeUninit::uninit(); lines]).map(Some)
        }
    }

    fn parse<'b>(
        bytes: &'b Bytes,
        room: &mut [MaybeUninit<Header<'b>>],
    ) -> Result<Self, AnswerGrammar> {
        let mut head = httparse::Response::new(&mut []);
        let parsed =
            ParserConfig::default().parse_response_with_uninit_headers(&mut head, bytes, room);
        match parsed {
            Ok(httparse::Status::Complete(length)) if length == bytes.len() => {}
            Ok(_) => return Err(AnswerGrammar::HeaderLine),
            Err(httparse::Error::TooManyHeaders) => return Err(AnswerGrammar::TooLarge),
            Err(
                httparse::Error::HeaderName
                | httparse::Error::HeaderValue
                | httparse::Error::NewLine,
            ) => return Err(AnswerGrammar::HeaderLine),
            Err(_) => return Err(AnswerGrammar::StatusLine),
        }
        let status = head.code.and_then(|code| StatusCode::from_u16(code).ok());
        let (Some(status), Some(minor)) = (status, head.version) else {
            return Err(AnswerGrammar::StatusLine);
        };
        Ok(Self { status, headers: headers(bytes, head.headers)?, is_http10: minor == 0 })
    }
}

/// Takes trailers from what was read; `None` while they are not whole.
pub(super) fn read_trailers(
    bytes: &mut BytesMut,
    lines: usize,
) -> Result<Option<HeaderMap>, AnswerGrammar> {
    let Some(length) = section(bytes)? else { return Ok(None) };
    let section = bytes.split_to(length).freeze();
    let mut room = vec![httparse::EMPTY_HEADER; if length == 2 { 0 } else { lines }];
    match httparse::parse_headers(&section, &mut room) {
        Ok(httparse::Status::Complete((parsed, lines))) if parsed == length => {
            headers(&section, lines).map(Some)
        }
        Err(httparse::Error::TooManyHeaders) => Err(AnswerGrammar::TooLarge),
        _ => Err(AnswerGrammar::HeaderLine),
    }
}

fn headers(bytes: &Bytes, lines: &[Header<'_>]) -> Result<HeaderMap, AnswerGrammar> {
    if lines.is_empty() {
        return Ok(HeaderMap::new());
    }
    let mut headers = HeaderMap::with_capacity(lines.len() + OF_THE_POLICY);
    for line in lines {
        let name = HeaderName::from_bytes(line.name.as_bytes());
        let value = HeaderValue::from_maybe_shared(bytes.slice_ref(line.value));
        let (Ok(name), Ok(value)) = (name, value) else { return Err(AnswerGrammar::HeaderLine) };
        headers.append(name, value);
    }
    Ok(headers)
}

/// What every answer begins with.
const BEGINNING: &[u8] = b"HTTP/1.";

/// Lines for which there is room on the stack.
const USUAL: usize = 100;

/// Headers that a policy adds to an answer.
const OF_THE_POLICY: usize = 4;
