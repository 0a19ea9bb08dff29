//! The border with any host of proxy-wasm, such as Istio's sidecars: the same filter, where no module of the
//! system's own can be loaded.
//!
//! What the host calls is the SDK's. Texts come over as copies: all lines of a head in one call, or the first of a name.
//! A panic ends the machine that this runs in, and the host answers as its `failure_policy` says.

use std::cell::OnceCell;
use std::sync::Arc;

use proxy_wasm::hostcalls;
use proxy_wasm::traits::Context;
use proxy_wasm::traits::HttpContext;
use proxy_wasm::traits::RootContext;
use proxy_wasm::types::Action;
use proxy_wasm::types::Bytes;
use proxy_wasm::types::ContextType;
use proxy_wasm::types::LogLevel;
use proxy_wasm::types::MapType;
use proxy_wasm::types::MetricType;

use crate::counters::Counters;
use crate::filter::Filter;
use crate::filter::FilterConfig;
use crate::filter::Next;
use crate::filter::Reply;
use crate::host::CounterNumber;
use crate::host::Exchange;
use crate::host::Line;
use crate::host::Statistics;
use crate::log::Level;
use crate::log::Log;
use crate::rules::Rules;

proxy_wasm::main! {{
    // With it comes the SDK's hook, which tells of a panic in the host's log.
    proxy_wasm::set_log_level(LogLevel::Info);
    proxy_wasm::set_root_context(|_| Box::new(Plugin::default()));
}}

/// One configuration. A new one is another.
#[derive(Default)]
struct Plugin(Option<Arc<FilterConfig>>);

impl Context for Plugin {}

impl RootContext for Plugin {
    /// Out: whether it is taken; if not, the host refuses it.
    fn on_configure(&mut self, _: usize) -> bool {
        let name = self.get_property(vec!["plugin_root_id"]).unwrap_or_default();
        let text = self.get_plugin_configuration().unwrap_or_default();
        let rules = Rules::read(&name, &text, &Host);
        self.0 = rules.map(|rules| {
            let counters = Counters::define(&mut Host, &rules);
            Arc::new(FilterConfig { rules, counters })
        });
        self.0.is_some()
    }

    fn get_type(&self) -> Option<ContextType> {
        Some(ContextType::HttpContext)
    }

    /// Without a configuration that was taken, no host asks.
    fn create_http_context(&self, _: u32) -> Option<Box<dyn HttpContext>> {
        Some(Box::new(Stream(Filter::new(Arc::clone(self.0.as_ref()?)))))
    }
}

struct Stream(Filter);

impl Context for Stream {}

impl HttpContext for Stream {
    fn on_http_request_headers(&mut self, _: usize, _: bool) -> Action {
        match self.0.on_request(&mut Heads::default()) {
            Next::Continue => Action::Continue,
            Next::Answer(reply) => {
                answer(&reply);
                Action::Pause
            }
        }
    }

    fn on_http_response_headers(&mut self, _: usize, _: bool) -> Action {
        self.0.on_answer(&mut Heads::default());
        Action::Continue
    }
}

/// A preflight's answer. What a policy says, and an origin that it names, is ASCII.
fn answer(reply: &Reply) {
    let mut lines = Vec::new();
    reply.each_line(|(name, value)| {
        if let (Ok(name), Ok(value)) = (str::from_utf8(name), str::from_utf8(value)) {
            lines.push((name, value));
        }
    });
    let _ = hostcalls::send_http_response(reply.status, lines, None);
}

/// The heads of a stream within one call of the host, which has the request's only while a request is told of, and
/// the answer's only while an answer is.
#[derive(Default)]
struct Heads {
    /// Lines of the request that were asked for by themselves: see [`ALONE`].
    alone: [OnceCell<Option<Bytes>>; ALONE.len()],
    request: OnceCell<Lines>,
    answer: OnceCell<Lines>,
}

type Lines = Vec<(String, Bytes)>;

impl Heads {
    fn request(&self) -> impl Iterator<Item = Line<'_>> {
        borrowed(self.request.get_or_init(|| read(MapType::HttpRequestHeaders)))
    }

    fn answer(&self) -> impl Iterator<Item = Line<'_>> {
        borrowed(self.answer.get_or_init(|| read(MapType::HttpResponseHeaders)))
    }
}

/// What nearly all requests are decided by, and none has twice: Envoy makes one line of several `Origin`. To ask for
/// one costs half of what all lines of a browser's request cost, and less where there is none.
const ALONE: [&str; 3] = ["origin", ":method", ":path"];

fn alone(name: &str) -> Option<Bytes> {
    hostcalls::get_map_value_bytes(MapType::HttpRequestHeaders, name).ok().flatten()
}

fn read(kind: MapType) -> Lines {
    hostcalls::get_map_bytes(kind).unwrap_or_default()
}

fn borrowed(lines: &Lines) -> impl Iterator<Item = Line<'_>> {
    lines.iter().map(|(name, value)| (name.as_bytes(), value.as_slice()))
}

impl Exchange for Heads {
    /// A plugin is not told what a route says: its policy has rules by path.
    fn route_rules(&self) -> Option<Arc<Rules>> {
        None
    }

    fn request_line(&self, name: &str) -> Option<(&[u8], usize)> {
        if let Some(place) = ALONE.iter().position(|alone| *alone == name) {
            let line = self.alone[place].get_or_init(|| alone(name));
            return line.as_deref().map(|line| (line, 1));
        }
        let mut lines = self.request().filter(|(there, _)| *there == name.as_bytes());
        let (_, first) = lines.next()?;
        Some((first, 1 + lines.count()))
    }

    fn request_lines(&self, name: &str) -> Vec<&[u8]> {
        let lines = self.request().filter(|(there, _)| *there == name.as_bytes());
        lines.map(|(_, value)| value).collect()
    }

    fn each_answer_line<'s>(&'s self, show: impl FnMut(Line<'s>)) {
        self.answer().for_each(show);
    }

    fn set(&mut self, name: &str, value: &[u8]) {
        self.answer.take();
        let _ = hostcalls::set_map_value_bytes(MapType::HttpResponseHeaders, name, Some(value));
    }

    fn add(&mut self, name: &str, value: &[u8]) {
        self.answer.take();
        let _ = hostcalls::add_map_value_bytes(MapType::HttpResponseHeaders, name, value);
    }

    fn remove(&mut self, name: &str) {
        self.answer.take();
        let _ = hostcalls::remove_map_value(MapType::HttpResponseHeaders, name);
    }

    fn count(&mut self, counter: CounterNumber) {
        let _ = hostcalls::increment_metric(counter.0 as u32, 1);
    }

    fn note(&mut self, key: &str, value: &str) {
        // In Envoy's state of the stream, as `wasm.crosscheck.reason`.
        let _ = hostcalls::set_property(vec![&format!("crosscheck.{key}")], Some(value.as_bytes()));
    }
}

/// What is there beside streams.
struct Host;

impl Log for Host {
    fn write(&self, level: Level, line: &str) {
        let level = match level {
            Level::Info => LogLevel::Info,
            Level::Warning => LogLevel::Warn,
            Level::Error => LogLevel::Error,
        };
        let _ = hostcalls::log(level, &format!("crosscheck: {line}"));
    }
}

impl Statistics for Host {
    fn define(&mut self, name: &str) -> Option<CounterNumber> {
        let number = hostcalls::define_metric(MetricType::Counter, name).ok()?;
        Some(CounterNumber(number as usize))
    }
}
