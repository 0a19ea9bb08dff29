//! The border with Envoy: what it calls here, and what is called there.
//!
//! Written by hand from Envoy's `source/extensions/dynamic_modules/abi/abi.h`, version 0.2.0, as Envoy 1.40
//! has it. 1.38 and 1.39 have all that is used, and warn that the version is another. This is the one
//! file where C is spoken; everything behind it is safe.
//!
//! What Envoy promises, and each `SAFETY` stands on:
//! - `config`: texts that a hook is handed are there until it returns.
//! - `one`: a pointer that a hook returned comes back as it was, to hooks of the same kind, and to none
//!   after its `destroy`. Hooks of one stream come one after the other, on one thread.
//! - `stream`: a stream's own pointer is good for as long as a hook of that stream runs. Text of headers
//!   is there until a header of the same side is changed.
#![expect(unsafe_code, reason = "a C interface: each block says what it stands on")]

use std::ffi::c_char;
use std::ffi::c_void;
use std::ptr;
use std::slice;
use std::sync::Arc;

use crate::answer;
use crate::counters::Counters;
use crate::filter::Filter;
use crate::filter::FilterConfig;
use crate::filter::Next;
use crate::host::CounterNumber;
use crate::host::Exchange;
use crate::host::Line;
use crate::host::Statistics;
use crate::log::Level;
use crate::log::Log;
use crate::panics::contain;
use crate::rules::Rules;

/// The version of the interface, as Envoy compares it.
const VERSION: *const c_char = c"v0.2.0".as_ptr();

/// `FilterHeadersStatus` and its like: what begins with nought goes on.
type Status = u32;
const CONTINUE: Status = 0;
const STOP_ITERATION: Status = 1;

type HeaderKind = u32;
const REQUEST: HeaderKind = 0;
const ANSWER: HeaderKind = 2;

type MetricsResult = u32;
const SUCCESS: MetricsResult = 0;

/// Text of either side's.
#[repr(C)]
#[derive(Clone, Copy)]
struct Buffer {
    start: *const u8,
    length: usize,
}

/// A header line of either side's.
#[repr(C)]
#[derive(Clone, Copy)]
struct HeaderLine {
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
    const unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.start.is_null() {
            return &[];
        }
        // SAFETY: by this function's own condition; null is asked for above.
        unsafe { slice::from_raw_parts(self.start, self.length) }
    }
}

/// A pointer of Envoy's, which is only handed back.
type Envoys = *mut c_void;

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
struct EnvoyLog;

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
struct Config(Envoys);

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
struct Stream(Envoys);

impl Stream {
    fn lines(&self, kind: HeaderKind) -> impl Iterator<Item = Line<'_>> {
        // SAFETY: `stream`.
        let count = unsafe { envoy_dynamic_module_callback_http_get_headers_size(self.0, kind) };
        let none = HeaderLine { name: Buffer::NONE, value: Buffer::NONE };
        let mut lines = vec![none; count];
        // SAFETY: `stream`; there is room for as many lines as Envoy has just counted.
        let is_read = count > 0
            && unsafe {
                envoy_dynamic_module_callback_http_get_headers(self.0, kind, lines.as_mut_ptr())
            };
        if !is_read {
            lines.clear();
        }
        // SAFETY: `stream`; who changes a header borrows all of this for itself, and no line is left then.
        lines.into_iter().map(|line| unsafe { (line.name.bytes(), line.value.bytes()) })
    }

    fn answer(&mut self, status: u32, lines: &[(&'static str, Vec<u8>)]) {
        let line = |(name, value): &(&str, Vec<u8>)| HeaderLine {
            name: Buffer::of(name.as_bytes()),
            value: Buffer::of(value),
        };
        let mut lines: Vec<HeaderLine> = lines.iter().map(line).collect();
        // SAFETY: `stream`; Envoy copies the lines and the details before it returns.
        unsafe {
            envoy_dynamic_module_callback_http_send_response(
                self.0,
                status,
                lines.as_mut_ptr(),
                lines.len(),
                Buffer::NONE,
                Buffer::of(b"crosscheck_preflight"),
            );
        }
    }
}

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

    fn request_lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines(REQUEST)
    }

    fn answer_lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines(ANSWER)
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

// What Envoy calls. A null pointer refuses.
#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_program_init() -> *const c_char {
    VERSION
}

#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_http_filter_config_new(
    config: Envoys,
    name: Buffer,
    text: Buffer,
) -> *const c_void {
    // SAFETY: `config`.
    let (name, text) = unsafe { (name.bytes(), text.bytes()) };
    let made = contain(&EnvoyLog, || {
        let rules = Arc::new(Rules::read(name, text, &EnvoyLog)?);
        let counters = Counters::define(&mut Config(config));
        Some(Arc::new(FilterConfig { rules, counters }))
    });
    made.flatten().map_or(ptr::null(), |made| Arc::into_raw(made).cast())
}

#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_http_filter_config_destroy(config: *const c_void) {
    // SAFETY: `one`: it is what `config_new` returned, given back once.
    let config = unsafe { Arc::from_raw(config.cast::<FilterConfig>()) };
    contain(&EnvoyLog, || drop(config));
}

#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_http_filter_per_route_config_new(
    name: Buffer,
    text: Buffer,
) -> *const c_void {
    // SAFETY: `config`.
    let (name, text) = unsafe { (name.bytes(), text.bytes()) };
    let made = contain(&EnvoyLog, || Some(Arc::new(Rules::read(name, text, &EnvoyLog)?)));
    made.flatten().map_or(ptr::null(), |made| Arc::into_raw(made).cast())
}

#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_http_filter_per_route_config_destroy(rules: *const c_void) {
    // SAFETY: `one`: it is what `per_route_config_new` returned, given back once. Streams under way hold
    // a count of their own.
    let rules = unsafe { Arc::from_raw(rules.cast::<Rules>()) };
    contain(&EnvoyLog, || drop(rules));
}

#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_http_filter_new(
    config: *const c_void,
    _stream: Envoys,
) -> *const c_void {
    let config = config.cast::<FilterConfig>();
    // SAFETY: `one`: it is what `config_new` returned, and not destroyed yet. The filter's is counted by
    // itself.
    let config = unsafe {
        Arc::increment_strong_count(config);
        Arc::from_raw(config)
    };
    Box::into_raw(Box::new(Filter::new(config))).cast_const().cast()
}

#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_http_filter_destroy(filter: *mut c_void) {
    // SAFETY: `one`: it is what `filter_new` returned, given back once.
    let filter = unsafe { Box::from_raw(filter.cast::<Filter>()) };
    contain(&EnvoyLog, || drop(filter));
}

#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_http_filter_request_headers(
    stream: Envoys,
    filter: *mut c_void,
    _is_end: bool,
) -> Status {
    let mut stream = Stream(stream);
    let next = {
        // SAFETY: `one`. It ends with this block: to answer calls other hooks with the same pointer.
        let filter = unsafe { &mut *filter.cast::<Filter>() };
        let next = contain(&EnvoyLog, || filter.on_request(&mut stream));
        next.unwrap_or_else(|| {
            filter.fail();
            Next::Continue
        })
    };
    match next {
        Next::Continue => CONTINUE,
        Next::Answer { status, lines } => {
            let answered = contain(&EnvoyLog, || stream.answer(status, &lines));
            answered.map_or(CONTINUE, |()| STOP_ITERATION)
        }
    }
}

#[unsafe(no_mangle)]
extern "C" fn envoy_dynamic_module_on_http_filter_response_headers(
    stream: Envoys,
    filter: *mut c_void,
    _is_end: bool,
) -> Status {
    let mut stream = Stream(stream);
    // SAFETY: `one`.
    let filter = unsafe { &mut *filter.cast::<Filter>() };
    let edited = contain(&EnvoyLog, || filter.on_answer(&mut stream));
    if edited.is_none() {
        // Half of the policy's headers may be there: none is, then.
        contain(&EnvoyLog, || answer::strip(&mut stream));
    }
    CONTINUE
}

/// Configurations are made on Envoy's main thread and read on its workers.
const _: () = {
    const fn is_shared<T: Send + Sync>() {}
    is_shared::<FilterConfig>();
    is_shared::<Rules>();
};

/// Hooks that Envoy looks for and that have nothing to do: bodies, trailers, calls that are never made.
macro_rules! nothing_to_do {
    ($($hook:ident($($argument:ty),*) -> $result:ty = $value:expr;)*) => {
        $(
            #[unsafe(no_mangle)]
            extern "C" fn $hook($(_: $argument),*) -> $result {
                $value
            }
        )*
    };
}

type Filters = *const c_void;
type Lines = *mut HeaderLine;
type Parts = *const Buffer;

nothing_to_do! {
    envoy_dynamic_module_on_http_filter_request_body(Envoys, Filters, bool) -> Status = CONTINUE;
    envoy_dynamic_module_on_http_filter_request_trailers(Envoys, Filters) -> Status = CONTINUE;
    envoy_dynamic_module_on_http_filter_response_body(Envoys, Filters, bool) -> Status = CONTINUE;
    envoy_dynamic_module_on_http_filter_response_trailers(Envoys, Filters) -> Status = CONTINUE;
    envoy_dynamic_module_on_http_filter_local_reply(Envoys, Filters, u32, Buffer, bool) -> Status = CONTINUE;
    envoy_dynamic_module_on_http_filter_stream_complete(Envoys, Filters) -> () = ();
    envoy_dynamic_module_on_http_filter_scheduled(Envoys, Filters, u64) -> () = ();
    envoy_dynamic_module_on_http_filter_downstream_above_write_buffer_high_watermark(Envoys, Filters) -> () = ();
    envoy_dynamic_module_on_http_filter_downstream_below_write_buffer_low_watermark(Envoys, Filters) -> () = ();
    envoy_dynamic_module_on_http_filter_http_callout_done(Envoys, Filters, u64, u32, Lines, usize, Parts, usize) -> () = ();
    envoy_dynamic_module_on_http_filter_http_stream_headers(Envoys, Filters, u64, Lines, usize, bool) -> () = ();
    envoy_dynamic_module_on_http_filter_http_stream_data(Envoys, Filters, u64, Parts, usize, bool) -> () = ();
    envoy_dynamic_module_on_http_filter_http_stream_trailers(Envoys, Filters, u64, Lines, usize) -> () = ();
    envoy_dynamic_module_on_http_filter_http_stream_complete(Envoys, Filters, u64) -> () = ();
    envoy_dynamic_module_on_http_filter_http_stream_reset(Envoys, Filters, u64, u32) -> () = ();
    envoy_dynamic_module_on_http_filter_config_scheduled(Envoys, Filters, u64) -> () = ();
    envoy_dynamic_module_on_http_filter_config_http_callout_done(Envoys, Filters, u64, u32, Lines, usize, Parts, usize) -> () = ();
    envoy_dynamic_module_on_http_filter_config_http_stream_headers(Envoys, Filters, u64, Lines, usize, bool) -> () = ();
    envoy_dynamic_module_on_http_filter_config_http_stream_data(Envoys, Filters, u64, Parts, usize, bool) -> () = ();
    envoy_dynamic_module_on_http_filter_config_http_stream_trailers(Envoys, Filters, u64, Lines, usize) -> () = ();
    envoy_dynamic_module_on_http_filter_config_http_stream_complete(Envoys, Filters, u64) -> () = ();
    envoy_dynamic_module_on_http_filter_config_http_stream_reset(Envoys, Filters, u64, u32) -> () = ();
}
