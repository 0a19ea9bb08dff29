//! What a page is busy with for a while: modules, workers, event streams, media, sockets.
//!
//! A theme says by what is asked and where from. How it is asked and what is answered is thrown for: the same file
//! more than once, by others, kept, refused at first, led elsewhere.

use crosscheck::agent::api::Api;

/// What a page is busy with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Theme {
    pub(super) name: &'static str,
    pub(super) apis: &'static [(Api, u32)],
    /// Where from, as in scenarios; `frame`, `window` and `credentialless` are of one of the servers.
    pub(super) places: &'static [(&'static str, u32)],
}

/// Every theme, and how often it is chosen.
pub(super) const THEMES: &[(Theme, u32)] = &[
    (DAY, 6),
    (MODULES, 4),
    (WORKERS, 4),
    (OPAQUE_ORIGINS, 4),
    (SERVICE_WORKER, 4),
    (PRELOADS, 4),
    (MEDIA, 3),
    (CANVAS, 3),
    (TABS, 3),
    (LEAVING, 3),
    (HEADERS, 3),
    (EVENT_STREAMS, 2),
    (SOCKETS, 2),
];

const PAGE: &[(&str, u32)] =
    &[("top", 24), ("frame", 2), ("sandbox", 2), ("srcdoc", 1), ("service-worker-controlled", 1)];

/// Everything, for longer than elsewhere.
const DAY: Theme = Theme {
    name: "day",
    apis: &[
        (Api::Fetch, 16),
        (Api::Xhr, 2),
        (Api::Img, 4),
        (Api::Script, 3),
        (Api::Style, 2),
        (Api::Font, 2),
        (Api::Preload, 2),
        (Api::Import, 2),
        (Api::Iframe, 1),
        (Api::Form, 1),
        (Api::Beacon, 1),
        (Api::EventSource, 1),
        (Api::WebSocket, 1),
        (Api::Audio, 1),
        (Api::JsonModule, 1),
        (Api::Background, 1),
        (Api::Cookie, 1),
    ],
    places: &[
        ("top", 18),
        ("frame", 2),
        ("worker", 2),
        ("service-worker-controlled", 1),
        ("window", 1),
        ("sandbox", 1),
    ],
};

const MODULES: Theme = Theme {
    name: "modules",
    apis: &[
        (Api::Import, 8),
        (Api::ModulePreload, 4),
        (Api::Script, 5),
        (Api::JsonModule, 3),
        (Api::CssModule, 2),
        (Api::Preload, 2),
        (Api::Fetch, 2),
        (Api::Style, 1),
    ],
    places: &[("top", 16), ("frame", 2), ("sandbox", 1), ("module-worker", 2), ("srcdoc", 1)],
};

const WORKERS: Theme = Theme {
    name: "workers",
    apis: &[
        (Api::Fetch, 10),
        (Api::ImportScripts, 4),
        (Api::Import, 5),
        (Api::Xhr, 2),
        (Api::JsonModule, 2),
        (Api::EventSource, 1),
        (Api::WebSocket, 1),
    ],
    places: &[
        ("worker", 4),
        ("module-worker", 3),
        ("shared-worker", 2),
        ("top", 2),
        ("service-worker-controlled", 1),
    ],
};

const OPAQUE_ORIGINS: Theme = Theme {
    name: "opaque-origins",
    apis: &[
        (Api::Fetch, 12),
        (Api::Xhr, 2),
        (Api::Img, 2),
        (Api::Script, 2),
        (Api::Font, 2),
        (Api::Import, 2),
        (Api::JsonModule, 1),
        (Api::Style, 1),
        (Api::WebSocket, 1),
        (Api::Beacon, 1),
        (Api::Form, 1),
        (Api::EventSource, 1),
        (Api::Preload, 1),
    ],
    places: &[("sandbox", 7), ("srcdoc", 1), ("top", 1)],
};

const SERVICE_WORKER: Theme = Theme {
    name: "service-worker",
    apis: &[
        (Api::Fetch, 10),
        (Api::Xhr, 1),
        (Api::Img, 4),
        (Api::Script, 3),
        (Api::Style, 2),
        (Api::Font, 2),
        (Api::Import, 1),
        (Api::Audio, 1),
        (Api::EventSource, 1),
        (Api::Beacon, 1),
        (Api::Preload, 1),
    ],
    places: &[("service-worker-controlled", 4), ("top", 1)],
};

const PRELOADS: Theme = Theme {
    name: "preloads",
    apis: &[
        (Api::Preload, 8),
        (Api::Font, 2),
        (Api::Img, 3),
        (Api::Script, 3),
        (Api::Style, 2),
        (Api::Fetch, 4),
        (Api::Xhr, 1),
        (Api::Background, 1),
    ],
    places: PAGE,
};

const MEDIA: Theme = Theme {
    name: "media",
    apis: &[(Api::Audio, 4), (Api::Video, 4), (Api::Track, 1), (Api::Fetch, 2)],
    places: PAGE,
};

const CANVAS: Theme = Theme {
    name: "canvas",
    apis: &[
        (Api::Img, 10),
        (Api::Webgl, 1),
        (Api::Fetch, 4),
        (Api::Shape, 1),
        (Api::Background, 2),
        (Api::Preload, 1),
        (Api::Mask, 1),
        (Api::SvgUse, 1),
    ],
    places: PAGE,
};

/// Two tabs and a frame that share an API.
const TABS: Theme = Theme {
    name: "tabs",
    apis: &[(Api::Fetch, 10), (Api::Img, 2), (Api::Script, 1), (Api::Font, 1), (Api::Cookie, 1)],
    places: &[("top", 4), ("window", 4), ("frame", 1), ("worker", 1)],
};

/// What outlives its page.
const LEAVING: Theme = Theme {
    name: "leaving",
    apis: &[(Api::Beacon, 5), (Api::Fetch, 4), (Api::Form, 1)],
    places: PAGE,
};

/// Headers and methods of script's own.
const HEADERS: Theme =
    Theme { name: "headers", apis: &[(Api::Xhr, 3), (Api::Fetch, 2)], places: PAGE };

const EVENT_STREAMS: Theme = Theme {
    name: "event-streams",
    apis: &[(Api::EventSource, 5), (Api::Fetch, 1)],
    places: &[
        ("top", 6),
        ("worker", 1),
        ("sandbox", 1),
        ("frame", 1),
        ("shared-worker", 1),
        ("service-worker-controlled", 1),
    ],
};

const SOCKETS: Theme = Theme {
    name: "sockets",
    apis: &[(Api::WebSocket, 4), (Api::Fetch, 2), (Api::Cookie, 1)],
    places: &[
        ("top", 6),
        ("worker", 1),
        ("frame", 1),
        ("sandbox", 1),
        ("shared-worker", 1),
        ("credentialless", 1),
    ],
};
