//! What Envoy calls. A null pointer refuses.

use std::ffi::c_char;
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use crate::abi::calls::Buffer;
use crate::abi::calls::Config;
use crate::abi::calls::EnvoyLog;
use crate::abi::calls::Envoys;
use crate::abi::calls::HeaderLine;
use crate::abi::calls::Stream;
use crate::answer;
use crate::counters::Counters;
use crate::filter::Filter;
use crate::filter::FilterConfig;
use crate::filter::Next;
use crate::panics::contain;
use crate::rules::Rules;

/// The version of the interface, as Envoy compares it.
const VERSION: *const c_char = c"v0.2.0".as_ptr();

/// `FilterHeadersStatus` and its like: what begins with nought goes on.
type Status = u32;
const CONTINUE: Status = 0;
const STOP_ITERATION: Status = 1;

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
        let rules = Rules::read(name, text, &EnvoyLog)?;
        let counters = Counters::define(&mut Config(config), &rules);
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
        Next::Answer(reply) => {
            let answered = contain(&EnvoyLog, || stream.answer(&reply));
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

/// Hooks that Envoy requires and that have nothing to do: bodies, trailers, calls that are never made. Those that it
/// does without are not there.
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
}
