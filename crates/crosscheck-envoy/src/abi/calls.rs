//! What is called in Envoy.

use std::ffi::c_void;
use std::ptr;
use std::slice;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::filter::Reply;
use crate::host::CounterNumber;
use crate::host::Exchange;
use crate::host::Line;
use crate::host::Statistics;
use crate::log::Level;
use crate::log::Log;
use crate::rules::Rules;

type HeaderKind = u32;
const REQUEST: HeaderKind = 0;
const ANSWER: HeaderKind = 2;

type MetricsResult = u32;
const SUCCESS: MetricsResult = 0;

/// Text of either side's.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Buffer {
    start: *const u8,
    length: usize,
}

/// A header line of either side's.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct HeaderLine {
    name: Buffer,
    value: Buffer,
}

impl Buffer {
    /// Nothing, and no text: to set a header to it is to take the header away.
    const NONE: Self = Self { start: ptr::null(), length: 0 };

    const fn of(bytes: &[u8]) -> Self {
        Self { start: bytes.as_ptr(), length: bytes.len() }
    }

    /// # Safety
    /// The text is there, and does not change, for as long as the result is used.
    pub(super) const unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.start.is_null() {
            return &[];
        }
        // SAFETY: by this function's own condition; null is asked for above.
        unsafe { slice::from_raw_parts(self.start, self.length) }
    }
}

/// A pointer of Envoy's, which is only handed back.
pub(super) type Envoys = *mut c_void;

// SAFETY: names and types are those of `abi.h`. Two structures there for texts, Envoy's and the module's,
// have one shape, as have the two for header lines.
unsafe extern "C" {
    fn envoy_dynamic_module_callback_log(level: u32, line: Buffer);
    fn envoy_dynamic_module_callback_http_filter_config_define_counter(
        config: Envoys,
        name: Buffer,
        labels: *mut Buffer,
        label_count: usize,
        number: *mut usize,
    ) -> MetricsResult;
    fn envoy_dynamic_module_callback_http_filter_increment_counter(
        stream: Envoys,
        number: usize,
        labels: *mut Buffer,
        label_count: usize,
        by: u64,
    ) -> MetricsResult;
    fn envoy_dynamic_module_callback_http_get_header(
        stream: Envoys,
        kind: HeaderKind,
        name: Buffer,
        value: *mut Buffer,
        index: usize,
        count: *mut usize,
    ) -> bool;
    fn envoy_dynamic_module_callback_http_get_headers_size(
        stream: Envoys,
        kind: HeaderKind,
    ) -> usize;
    fn envoy_dynamic_module_callback_http_get_headers(
        stream: Envoys,
        kind: HeaderKind,
        lines: *mut HeaderLine,
    ) -> bool;
    fn envoy_dynamic_module_callback_http_set_header(
        stream: Envoys,
        kind: HeaderKind,
        name: Buffer,
        value: Buffer,
    ) -> bool;
    fn envoy_dynamic_module_callback_http_add_header(
        stream: Envoys,
        kind: HeaderKind,
        name: Buffer,
        value: Buffer,
    ) -> bool;
    fn envoy_dynamic_module_callback_http_send_response(
        stream: Envoys,
        status: u32,
        lines: *mut HeaderLine,
        line_count: usize,
        body: Buffer,
        details: Buffer,
    );
    fn envoy_dynamic_module_callback_http_set_dynamic_metadata_string(
        stream: Envoys,
        namespace: Buffer,
        key: Buffer,
        value: Buffer,
    );
    fn envoy_dynamic_module_callback_get_most_specific_route_config(
        stream: Envoys,
    ) -> *const c_void;
}

/// Envoy's log, under `dynamic_modules`.
pub(super) struct EnvoyLog;

impl Log for EnvoyLog {
    fn write(&self, level: Level, line: &str) {
        let level = match level {
            Level::Info => 2,
            Level::Warning => 3,
            Level::Error => 4,
        };
        let line = format!("crosscheck: {line}");
        // SAFETY: Envoy reads the line before it returns.
        unsafe { envoy_dynamic_module_callback_log(level, Buffer::of(line.as_bytes())) };
    }
}

/// The configuration that is being made, where counters are defined.
pub(super) struct Config(pub(super) Envoys);

impl Statistics for Config {
    fn define(&mut self, name: &str) -> Option<CounterNumber> {
        let mut number = 0;
        // SAFETY: `config`; the name and the place of the number outlive the call; no labels.
        let result = unsafe {
            envoy_dynamic_module_callback_http_filter_config_define_counter(
                self.0,
                Buffer::of(name.as_bytes()),
                ptr::null_mut(),
                0,
                &raw mut number,
            )
        };
        (result == SUCCESS).then_some(CounterNumber(number))
    }
}

/// A stream, for as long as a hook of it runs: no hook keeps one.
pub(super) struct Stream(pub(super) Envoys);

impl Stream {
    fn each_line<'s>(&'s self, kind: HeaderKind, mut show: impl FnMut(Line<'s>)) {
        // SAFETY: `stream`.
        let count = unsafe { envoy_dynamic_module_callback_http_get_headers_size(self.0, kind) };
        if count == 0 {
            return;
        }
        let mut lines = SmallVec::<[HeaderLine; USUAL]>::with_capacity(count);
        // SAFETY: `stream`; there is room for as many lines as Envoy has just counted, and where it says that it
        // read them, it wrote them all.
        unsafe {
            if envoy_dynamic_module_callback_http_get_headers(self.0, kind, lines.as_mut_ptr()) {
                lines.set_len(count);
            }
        }
        for line in &lines {
            // SAFETY: `stream`; who changes a header borrows all of this for itself, and no line is left then.
            show(unsafe { (line.name.bytes(), line.value.bytes()) });
        }
    }

    /// Gives an answer as Envoy gives its own: it adds what the route adds, and notes why. To send headers as they
    /// are would cost three in a hundred less.
    pub(super) fn answer(&mut self, reply: &Reply) {
        let mut lines = SmallVec::<[HeaderLine; USUAL]>::new();
        reply.each_line(|(name, value)| {
            lines.push(HeaderLine { name: Buffer::of(name), value: Buffer::of(value) });
        });
        // SAFETY: `stream`; Envoy copies the lines and the details before it returns.
        unsafe {
            envoy_dynamic_module_callback_http_send_response(
                self.0,
                reply.status,
                lines.as_mut_ptr(),
                lines.len(),
                Buffer::NONE,
                Buffer::of(b"crosscheck_preflight"),
            );
        }
    }
}

/// So many header lines are read without memory of their own: a browser sends about twenty.
const USUAL: usize = 32;

impl Exchange for Stream {
    fn route_rules(&self) -> Option<Arc<Rules>> {
        // SAFETY: `stream`.
        let rules = unsafe { envoy_dynamic_module_callback_get_most_specific_route_config(self.0) };
        let rules = rules.cast::<Rules>();
        if rules.is_null() {
            return None;
        }
        // SAFETY: `one`: it is what `per_route_config_new` returned, and Envoy holds the route, and so
        // it, at least until this hook returns. What is returned here is counted by itself.
        unsafe {
            Arc::increment_strong_count(rules);
            Some(Arc::from_raw(rules))
        }
    }

    fn request_line(&self, name: &str) -> Option<(&[u8], usize)> {
        let (name, mut value, mut count) = (Buffer::of(name.as_bytes()), Buffer::NONE, 0);
        // SAFETY: `stream`; the name and the places of what is told outlive the call.
        let is_there = unsafe {
            envoy_dynamic_module_callback_http_get_header(
                self.0,
                REQUEST,
                name,
                &raw mut value,
                0,
                &raw mut count,
            )
        };
        // SAFETY: `stream`; what changes a header borrows all of this for itself.
        is_there.then(|| (unsafe { value.bytes() }, count))
    }

    fn request_lines(&self, name: &str) -> Vec<&[u8]> {
        let mut values = Vec::new();
        self.each_line(REQUEST, |(there, value)| {
            if there == name.as_bytes() {
                values.push(value);
            }
        });
        values
    }

    fn each_answer_line<'s>(&'s self, show: impl FnMut(Line<'s>)) {
        self.each_line(ANSWER, show);
    }

    fn set(&mut self, name: &str, value: &[u8]) {
        let (name, value) = (Buffer::of(name.as_bytes()), Buffer::of(value));
        // SAFETY: `stream`; Envoy copies both texts.
        unsafe { envoy_dynamic_module_callback_http_set_header(self.0, ANSWER, name, value) };
    }

    fn add(&mut self, name: &str, value: &[u8]) {
        let (name, value) = (Buffer::of(name.as_bytes()), Buffer::of(value));
        // SAFETY: `stream`; Envoy copies both texts.
        unsafe { envoy_dynamic_module_callback_http_add_header(self.0, ANSWER, name, value) };
    }

    fn remove(&mut self, name: &str) {
        let (name, none) = (Buffer::of(name.as_bytes()), Buffer::NONE);
        // SAFETY: `stream`; no text in the place of a value is how a header is taken away.
        unsafe { envoy_dynamic_module_callback_http_set_header(self.0, ANSWER, name, none) };
    }

    fn count(&mut self, counter: CounterNumber) {
        let (number, labels) = (counter.0, ptr::null_mut());
        // SAFETY: `stream`; it is a number of the configuration that made this filter, without labels.
        unsafe {
            envoy_dynamic_module_callback_http_filter_increment_counter(
                self.0, number, labels, 0, 1,
            )
        };
    }

    fn note(&mut self, key: &str, value: &str) {
        let (key, value) = (Buffer::of(key.as_bytes()), Buffer::of(value.as_bytes()));
        // SAFETY: `stream`; Envoy copies all three texts.
        unsafe {
            envoy_dynamic_module_callback_http_set_dynamic_metadata_string(
                self.0,
                Buffer::of(b"crosscheck"),
                key,
                value,
            );
        }
    }
}
