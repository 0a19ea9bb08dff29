//! The rules of HTTP/2 that a client can break, each with the error that it gets for it.
//!
//! Spec: <https://httpwg.org/specs/rfc9113.html>, by its sections.

use std::net::SocketAddr;
use std::time::Duration;

use crosscheck_gateway::Gateway;

use crate::http2::CONTINUATION;
use crate::http2::DATA;
use crate::http2::END_HEADERS;
use crate::http2::END_STREAM;
use crate::http2::Frames;
use crate::http2::GET;
use crate::http2::GOAWAY;
use crate::http2::HEADERS;
use crate::http2::PING;
use crate::http2::RST_STREAM;
use crate::http2::SETTINGS;
use crate::http2::frame;
use crate::peers::policy;
use crate::peers::start;
use crate::raw::RawUpstream;
use crate::raw::Then;

const PRIORITY: u8 = 2;
const PUSH_PROMISE: u8 = 5;
const WINDOW_UPDATE: u8 = 8;
const ACK: u8 = 1;
const PADDED: u8 = 8;

/// `GET /slow` and `POST /slow`, which nobody answers.
const SLOW: &[u8] = b"\x82\x86\x04\x05/slow\x41\x03api";
const POST: &[u8] = b"\x83\x86\x04\x05/slow\x41\x03api";

/// What a client gets.
#[derive(Debug, PartialEq)]
enum Gets {
    /// The connection ends, for that reason.
    GoodBye(u32),
    /// One stream is reset, for that reason.
    Reset(u32),
    /// An answer: what was sent is no error.
    Answer,
    /// The connection ends without a word.
    Nothing,
}

const PROTOCOL_ERROR: u32 = 1;
const FLOW_CONTROL_ERROR: u32 = 3;
const STREAM_CLOSED: u32 = 5;
const FRAME_SIZE_ERROR: u32 = 6;
const REFUSED_STREAM: u32 = 7;
const COMPRESSION_ERROR: u32 = 9;

/// What h2 says good-bye for with PROTOCOL_ERROR, where the standard has another name for it, or lets the other
/// streams go on. The connection ends in each case; a row that is told by its name has to go from here.
const SAID_OTHERWISE: [&str; 12] = [
    "4.3 a head that cannot be decompressed",
    "5.1 data after the end",
    "5.1 a head after the end",
    "6.4 a reset of another length",
    "6.5 an acknowledgement that says something",
    "6.5 settings of another length",
    "6.5.2 SETTINGS_INITIAL_WINDOW_SIZE is too large",
    "6.7 a ping of another length",
    "6.9 a stream's window of nothing more",
    "6.9 a window of another length",
    "8.2.1 a name in capitals",
    "8.3 a pseudo-header that is none",
];

async fn gateway() -> SocketAddr {
    let upstream = RawUpstream::start(Then::Keep, |request| {
        let is_slow = request.windows(5).any(|part| part == b"/slow");
        let answer: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
        if is_slow { Vec::new() } else { answer.to_vec() }
    })
    .await;
    start(Gateway::new(policy(), upstream.upstream()).speak_http2_in_the_clear())
}

/// What comes of these frames, if an error is what must come (then answers do not count), or anything.
async fn send(gateway: SocketAddr, frames: &[Vec<u8>], must_fail: bool) -> Gets {
    let mut client = Frames::connect(gateway, &[]).await;
    let _ = client.write(&frames.concat()).await;
    let reading = async {
        loop {
            let Some((kind, payload)) = client.read_any().await else { return Gets::Nothing };
            let code = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().expect("four bytes"));
            match kind {
                GOAWAY => return Gets::GoodBye(code(&payload[4..8])),
                RST_STREAM => return Gets::Reset(code(&payload)),
                HEADERS if !must_fail => return Gets::Answer,
                _ => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(5), reading).await.unwrap_or(Gets::Nothing)
}

fn head(extra: &[u8]) -> Vec<u8> {
    frame(HEADERS, END_STREAM | END_HEADERS, 1, &[GET, extra].concat())
}

fn alone(block: &[u8]) -> Vec<u8> {
    frame(HEADERS, END_STREAM | END_HEADERS, 1, block)
}

fn get(stream: u32) -> Vec<u8> {
    frame(HEADERS, END_STREAM | END_HEADERS, stream, GET)
}

fn slow(stream: u32) -> Vec<u8> {
    frame(HEADERS, END_STREAM | END_HEADERS, stream, SLOW)
}

fn post(extra: &[u8]) -> Vec<u8> {
    frame(HEADERS, END_HEADERS, 1, &[POST, extra].concat())
}

fn setting(name: u8, value: u32) -> Vec<u8> {
    frame(SETTINGS, 0, 0, &[&[0, name], value.to_be_bytes().as_slice()].concat())
}

fn window(stream: u32, more: u32) -> Vec<u8> {
    frame(WINDOW_UPDATE, 0, stream, &more.to_be_bytes())
}

#[tokio::test]
async fn a_broken_rule_is_told_by_its_name() {
    use Gets::GoodBye;
    use Gets::Reset;
    let gateway = gateway().await;
    let large = vec![0; 16_385];
    let most = 0x7fff_ffff;
    for (section, frames, gets) in [
        (
            "4.2 a frame of more than SETTINGS_MAX_FRAME_SIZE",
            vec![post(b""), frame(DATA, 0, 1, &large)],
            GoodBye(FRAME_SIZE_ERROR),
        ),
        (
            "4.3 a head that cannot be decompressed",
            vec![alone(b"\xbf\xff\xff\xff\x7f")],
            GoodBye(COMPRESSION_ERROR),
        ),
        (
            "4.3 another frame in the middle of a head",
            vec![frame(HEADERS, END_STREAM, 1, GET), frame(PING, 0, 0, &[0; 8])],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "5.1 data of a stream that is idle",
            vec![frame(DATA, 0, 1, b"x")],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "5.1 a reset of a stream that is idle",
            vec![frame(RST_STREAM, 0, 1, &[0; 4])],
            GoodBye(PROTOCOL_ERROR),
        ),
        ("5.1 a window of a stream that is idle", vec![window(1, 1)], GoodBye(PROTOCOL_ERROR)),
        ("5.1 data after the end", vec![slow(1), frame(DATA, 0, 1, b"x")], Reset(STREAM_CLOSED)),
        ("5.1 a head after the end", vec![slow(1), slow(1)], Reset(STREAM_CLOSED)),
        ("5.1.1 a stream with an even number", vec![get(2)], GoodBye(PROTOCOL_ERROR)),
        ("5.1.1 a stream with a lower number", vec![slow(5), slow(3)], GoodBye(PROTOCOL_ERROR)),
        (
            "5.1.2 more streams than may be open",
            (0..101).map(|index| slow(2 * index + 1)).collect(),
            Reset(REFUSED_STREAM),
        ),
        ("6.1 data of no stream", vec![frame(DATA, 0, 0, b"x")], GoodBye(PROTOCOL_ERROR)),
        (
            "6.1 more padding than data",
            vec![post(b""), frame(DATA, PADDED, 1, b"\x05x")],
            GoodBye(PROTOCOL_ERROR),
        ),
        ("6.2 a head of no stream", vec![get(0)], GoodBye(PROTOCOL_ERROR)),
        (
            "6.2 more padding than head",
            vec![frame(HEADERS, PADDED | END_STREAM | END_HEADERS, 1, b"\xff\x82")],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "6.3 a priority of no stream",
            vec![frame(PRIORITY, 0, 0, &[0; 5])],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "6.4 a reset of no stream",
            vec![frame(RST_STREAM, 0, 0, &[0; 4])],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "6.4 a reset of another length",
            vec![slow(1), frame(RST_STREAM, 0, 1, &[0; 3])],
            GoodBye(FRAME_SIZE_ERROR),
        ),
        (
            "6.5 an acknowledgement that says something",
            vec![frame(SETTINGS, ACK, 0, &[0; 6])],
            GoodBye(FRAME_SIZE_ERROR),
        ),
        ("6.5 settings of a stream", vec![frame(SETTINGS, 0, 1, &[])], GoodBye(PROTOCOL_ERROR)),
        (
            "6.5 settings of another length",
            vec![frame(SETTINGS, 0, 0, &[0; 5])],
            GoodBye(FRAME_SIZE_ERROR),
        ),
        (
            "6.5.2 SETTINGS_ENABLE_PUSH is neither 0 nor 1",
            vec![setting(2, 2)],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "6.5.2 SETTINGS_INITIAL_WINDOW_SIZE is too large",
            vec![setting(4, most + 1)],
            GoodBye(FLOW_CONTROL_ERROR),
        ),
        (
            "6.5.2 SETTINGS_MAX_FRAME_SIZE is too small",
            vec![setting(5, 16_383)],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "6.5.2 SETTINGS_MAX_FRAME_SIZE is too large",
            vec![setting(5, 1 << 24)],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "6.6 a promise of a client",
            vec![slow(1), frame(PUSH_PROMISE, END_HEADERS, 1, &[&[0, 0, 0, 2], GET].concat())],
            GoodBye(PROTOCOL_ERROR),
        ),
        ("6.7 a ping of a stream", vec![frame(PING, 0, 1, &[0; 8])], GoodBye(PROTOCOL_ERROR)),
        (
            "6.7 a ping of another length",
            vec![frame(PING, 0, 0, &[0; 7])],
            GoodBye(FRAME_SIZE_ERROR),
        ),
        ("6.8 a good-bye of a stream", vec![frame(GOAWAY, 0, 1, &[0; 8])], GoodBye(PROTOCOL_ERROR)),
        ("6.9 a window of nothing more", vec![window(0, 0)], GoodBye(PROTOCOL_ERROR)),
        (
            "6.9 a stream's window of nothing more",
            vec![slow(1), window(1, 0)],
            Reset(PROTOCOL_ERROR),
        ),
        (
            "6.9 a window of another length",
            vec![frame(WINDOW_UPDATE, 0, 0, &[0; 3])],
            GoodBye(FRAME_SIZE_ERROR),
        ),
        ("6.9.1 a window beyond the largest", vec![window(0, most)], GoodBye(FLOW_CONTROL_ERROR)),
        (
            "6.9.1 a stream's window beyond the largest",
            vec![slow(1), window(1, most)],
            Reset(FLOW_CONTROL_ERROR),
        ),
        (
            "6.10 a head that goes on after its end",
            vec![slow(1), frame(CONTINUATION, END_HEADERS, 1, GET)],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "6.10 what goes on and has not begun",
            vec![frame(CONTINUATION, END_HEADERS, 0, GET)],
            GoodBye(PROTOCOL_ERROR),
        ),
        (
            "8.1 trailers that are not the end",
            vec![post(b""), frame(HEADERS, END_HEADERS, 1, b"\x00\x01a\x01b")],
            Reset(PROTOCOL_ERROR),
        ),
        (
            "8.1.1 less than its Content-Length",
            vec![post(b"\x0f\x0d\x019"), frame(DATA, END_STREAM, 1, b"x")],
            Reset(PROTOCOL_ERROR),
        ),
        (
            "8.1.1 more than its Content-Length",
            vec![post(b"\x0f\x0d\x011"), frame(DATA, END_STREAM, 1, b"xyz")],
            Reset(PROTOCOL_ERROR),
        ),
        ("8.2.1 a name in capitals", vec![head(b"\x00\x03X-A\x01b")], Reset(PROTOCOL_ERROR)),
        (
            "8.2.2 a header of one hop",
            vec![head(b"\x00\x0aconnection\x01a")],
            Reset(PROTOCOL_ERROR),
        ),
        (
            "8.2.2 a coding of one hop",
            vec![head(b"\x00\x11transfer-encoding\x07chunked")],
            Reset(PROTOCOL_ERROR),
        ),
        ("8.2.2 TE but `trailers`", vec![head(b"\x00\x02te\x04gzip")], Reset(PROTOCOL_ERROR)),
        (
            "8.3 a pseudo-header that is none",
            vec![head(b"\x00\x05:else\x01a")],
            Reset(PROTOCOL_ERROR),
        ),
        ("8.3 a pseudo-header of answers", vec![head(b"\x88")], Reset(PROTOCOL_ERROR)),
        (
            "8.3 a pseudo-header after others",
            vec![alone(b"\x82\x86\x00\x01a\x01b\x84\x41\x03api")],
            Reset(PROTOCOL_ERROR),
        ),
        ("8.3.1 no :method", vec![alone(b"\x86\x84\x41\x03api")], Reset(PROTOCOL_ERROR)),
        ("8.3.1 no :scheme", vec![alone(b"\x82\x84\x41\x03api")], Reset(PROTOCOL_ERROR)),
        ("8.3.1 no :path", vec![alone(b"\x82\x86\x41\x03api")], Reset(PROTOCOL_ERROR)),
        (
            "8.3.1 an empty :path",
            vec![alone(b"\x82\x86\x04\x00\x41\x03api")],
            Reset(PROTOCOL_ERROR),
        ),
        ("8.3.1 two of :path", vec![head(b"\x84")], Reset(PROTOCOL_ERROR)),
    ] {
        let differs = SAID_OTHERWISE.contains(&section);
        let expected = if differs { GoodBye(PROTOCOL_ERROR) } else { gets };
        assert_eq!(send(gateway, &frames, true).await, expected, "{section}");
    }
}

#[tokio::test]
async fn what_is_no_error_is_none() {
    let gateway = gateway().await;
    for (section, before) in [
        ("4.1 a kind of frame that nobody knows", frame(0x16, 0, 0, b"anything")),
        ("4.1 flags that nobody knows", frame(PING, 0xfe & !ACK, 0, &[0; 8])),
        ("5.1 a priority of a stream that is idle", frame(PRIORITY, 0, 3, &[0, 0, 0, 0, 15])),
        ("6.5.2 a setting that nobody knows", setting(0x7f, 1)),
        ("6.9.1 a window up to the largest", window(0, 0x7fff_ffff - 65_535)),
    ] {
        assert_eq!(send(gateway, &[before, get(1)], false).await, Gets::Answer, "{section}");
    }
}

#[tokio::test]
async fn settings_and_pings_are_acknowledged() {
    let mut client = Frames::connect(gateway().await, &[]).await;
    client.write(&frame(PING, 0, 0, b"12345678")).await.expect("the gateway reads");
    assert_eq!(client.read(PING).await.expect("an answer").1, b"12345678");
    client.write(&setting(3, 10)).await.expect("the gateway reads");
    assert_eq!(client.read(SETTINGS).await.expect("an acknowledgement").1, b"");
}
