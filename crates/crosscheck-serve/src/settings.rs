//! What a file says of the gateway, in the gateway's own words.

use crosscheck::server::PathMap;
use crosscheck_config::Diagnostic;
use crosscheck_config::HostHeader as WrittenHost;
use crosscheck_config::LimitSettings;
use crosscheck_config::Reading;
use crosscheck_config::UpstreamCorsSetting;
use crosscheck_config::UpstreamSettings;
use crosscheck_gateway::Backend;
use crosscheck_gateway::Gateway;
use crosscheck_gateway::HostHeader;
use crosscheck_gateway::Limits;
use crosscheck_gateway::Upstream;
use crosscheck_service::PolicyHandle;

/// What keeps a gateway from serving by a file, where it stands; and what it cannot do for it.
pub(crate) fn mistakes(reading: &Reading) -> Vec<Diagnostic> {
    let (mut found, mut backends) = (Vec::new(), Vec::new());
    let nobody = PolicyHandle::new(crosscheck::server::Policy::off());
    // What is missing, or no path, was told where it was read.
    let is_read = |settings: &&UpstreamSettings| {
        !settings.url.is_empty() && PathMap::new([(&settings.path, ())]).is_ok()
    };
    for settings in reading.upstreams.iter().filter(is_read) {
        match Upstream::parse(&settings.url) {
            Ok(upstream) => {
                let backend = routed(Backend::new(nobody.clone(), upstream), settings);
                backends.push((backend, settings));
            }
            Err(error) => {
                let text = format!("{error}; {}", error.hint());
                found.push(Diagnostic::of_gateway(settings.place.clone(), text));
            }
        }
    }
    // Each beside those before it, so that it is known which is one too many.
    let mut placed = Vec::new();
    for (backend, settings) in backends {
        placed.push(backend);
        if let Err(error) = Gateway::of(placed.clone()) {
            placed.pop();
            found.push(Diagnostic::of_gateway(settings.place.clone(), error.to_string()));
        }
    }
    let unasked = reading.source_places.iter().map(|place| {
        let text = "no source can be asked here: only origins that are listed are let in; a server of \
                    yours asks one (`OriginSource` of the library)";
        Diagnostic::warning_of_gateway(place.clone(), text.into())
    });
    found.extend(unasked);
    found
}

/// A backend for what settings say of hosts and paths.
pub(crate) fn routed(backend: Backend, settings: &UpstreamSettings) -> Backend {
    let backend = backend.hosts(&settings.hosts).under(&settings.path);
    if settings.strip_path { backend.strip_path() } else { backend }
}

pub(crate) const fn host(written: WrittenHost) -> HostHeader {
    match written {
        WrittenHost::Upstream => HostHeader::Upstream,
        WrittenHost::Client => HostHeader::Client,
    }
}

pub(crate) const fn upstream_cors(
    written: UpstreamCorsSetting,
) -> crosscheck_gateway::UpstreamCors {
    match written {
        UpstreamCorsSetting::Strip => crosscheck_gateway::UpstreamCors::Stripped,
        UpstreamCorsSetting::MergeExpose => crosscheck_gateway::UpstreamCors::ExposeMerged,
        UpstreamCorsSetting::RefuseConflict => crosscheck_gateway::UpstreamCors::ConflictRefused,
    }
}

pub(crate) fn limits(written: &LimitSettings) -> Limits {
    let usual = Limits::default();
    usual
        .head(written.head.unwrap_or(usual.head))
        .head_bytes(written.head_bytes.unwrap_or(usual.head_bytes))
        .header_lines(written.header_lines.unwrap_or(usual.header_lines))
        .connect(written.connect.unwrap_or(usual.connect))
        .answer(written.answer.unwrap_or(usual.answer))
        .progress(written.progress.unwrap_or(usual.progress))
        .drain(written.drain.unwrap_or(usual.drain))
}
