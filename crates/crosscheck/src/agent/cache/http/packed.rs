//! A kept answer in one piece of memory: thousands of them lie there, and few are looked at.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::stored_response::Asker;
use super::stored_response::StoredResponse;
use super::stored_response::Varied;
use crate::agent::response::Response;
use crate::wire::HeaderList;

/// A [`StoredResponse`], packed.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    status: u16,
    asker: Asker,
    received_ms: u64,
    body_length: u32,
    /// The header's names and values, then those that `Vary` names, then the body. Of each piece its
    /// length stands in front, one more than it is: zero is a piece that is missing. A name that is
    /// missing ends a list.
    text: Box<[u8]>,
}

impl Packed {
    /// Of an answer: as it is. Fails: if one piece of it is longer than four bytes can tell.
    ///
    /// In: who asked for it, the headers by which it was chosen, when it came.
    pub(super) fn of(
        response: &Response,
        asker: Asker,
        varied: &[Varied],
        received_ms: u64,
    ) -> Option<Self> {
        let mut text = Vec::with_capacity(text_size(response, varied));
        for (name, value) in response.headers.iter() {
            write(&mut text, Some(name.as_bytes()))?;
            write(&mut text, Some(value))?;
        }
        write(&mut text, None)?;
        for (name, value) in varied {
            write(&mut text, Some(name.as_bytes()))?;
            write(&mut text, value.as_deref())?;
        }
        write(&mut text, None)?;
        text.extend_from_slice(&response.body);
        Some(Self {
            status: response.status,
            asker,
            received_ms,
            body_length: u32::try_from(response.body.len()).ok()?,
            text: text.into(),
        })
    }

    /// The answer as it was.
    pub(super) fn unpack(&self) -> StoredResponse {
        let mut rest = &*self.text;
        let mut headers = HeaderList::new();
        while let Some(name) = read(&mut rest) {
            headers.append(to_text(name), read(&mut rest).unwrap_or_default());
        }
        let mut varied = Vec::new();
        while let Some(name) = read(&mut rest) {
            varied.push((to_text(name), read(&mut rest).map(<[u8]>::to_vec)));
        }
        let response = Response { status: self.status, headers, body: rest.into() };
        StoredResponse {
            response,
            asker: self.asker.clone(),
            varied,
            received_ms: self.received_ms,
        }
    }

    /// Who asked for it.
    pub(super) const fn asker(&self) -> &Asker {
        &self.asker
    }

    /// Its status.
    pub(super) const fn status(&self) -> u16 {
        self.status
    }

    /// Its headers.
    pub(super) fn headers(&self) -> HeaderList {
        let mut rest = &*self.text;
        let lines = core::iter::from_fn(|| {
            let name = to_text(read(&mut rest)?);
            Some((name, read(&mut rest).unwrap_or_default()))
        });
        lines.collect()
    }

    /// The length of its body, in bytes.
    pub(super) const fn body_length(&self) -> usize {
        self.body_length as usize
    }

    /// The bytes of its text, lengths among them.
    pub(super) fn size(&self) -> usize {
        self.text.len()
    }
}

/// The bytes that an answer takes when packed.
fn text_size(response: &Response, varied: &[Varied]) -> usize {
    let lines = response.headers.iter().map(|(name, value)| name.len() + value.len() + 2 * LENGTH);
    let varied = varied
        .iter()
        .map(|(name, value)| name.len() + value.as_ref().map_or(0, Vec::len) + 2 * LENGTH);
    lines.sum::<usize>() + varied.sum::<usize>() + 2 * LENGTH + response.body.len()
}

fn write(text: &mut Vec<u8>, piece: Option<&[u8]>) -> Option<()> {
    let length = match piece {
        Some(piece) => u32::try_from(piece.len()).ok()?.checked_add(1)?,
        None => 0,
    };
    text.extend_from_slice(&length.to_le_bytes());
    text.extend_from_slice(piece.unwrap_or_default());
    Some(())
}

/// The next piece; `None` if it is missing.
fn read<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<LENGTH>()?;
    *rest = after;
    let length = u32::from_le_bytes(*length).checked_sub(1)?;
    let (piece, after) = after.split_at_checked(length as usize)?;
    *rest = after;
    Some(piece)
}

/// A name, which was text before.
fn to_text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// The bytes of a length.
const LENGTH: usize = size_of::<u32>();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::request::Initiator;
    use crate::agent::request::RequestMode;

    /// What is empty is not what is missing, and a body may look like a list.
    #[test]
    fn what_is_packed_comes_back_as_it_was() {
        let lines: [(&str, &[u8]); 5] = [
            ("Vary", b"Origin, Accept, X-Empty"),
            ("X-None", b""),
            ("", b"nameless"),
            ("X-Bytes", b"\0\x01\xff\r\n"),
            ("vary", b"*"),
        ];
        let asker = Asker {
            initiator: Initiator::Fetch,
            mode: RequestMode::Cors,
            authorized: false,
            in_memory: true,
            carried: HeaderList::new(),
        };
        let sent: HeaderList =
            [("Origin", "https://app.example"), ("X-Empty", "")].into_iter().collect();
        for body in [&b""[..], b"\0\0\0\0", b"\x02\0\0\0a"] {
            for headers in [HeaderList::new(), lines.into_iter().collect()] {
                let response = Response { status: 203, headers, body: body.into() };
                let stored = StoredResponse::new(response, &sent, asker.clone(), 7);
                let packed =
                    Packed::of(&stored.response, asker.clone(), &stored.varied, 7).expect("short");
                assert_eq!(packed.unpack(), stored);
                assert_eq!(packed.headers(), stored.response.headers);
                assert_eq!((packed.status(), packed.body_length()), (203, body.len()));
                assert_eq!(packed.size(), text_size(&stored.response, &stored.varied));
            }
        }
    }
}
