//! Failures of any kind, and pieces of what browsers write of them, for laws about reading.

use crosscheck::agent::AddressSpace;
use crosscheck::agent::Cause;
use crosscheck::agent::Client;
use crosscheck::agent::Failure;
use crosscheck::agent::Initiator;
use crosscheck::agent::Outcome;
use crosscheck::agent::RedirectMode;
use crosscheck::agent::RequestMode;
use crosscheck::agent::Stage;
use crosscheck::wire::Origin;
use proptest::prelude::*;

/// Parts of browsers' texts, in any order.
pub(crate) fn pieces() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Access to fetch at '",
        "' from origin '",
        "' has been blocked by CORS policy: ",
        "(redirected from '",
        "https://a.example/",
        "Response to preflight request doesn't pass access control check: ",
        "Method ",
        " is not allowed by Access-Control-Allow-Methods",
        "Reason: header ‘",
        "’ is not allowed according to header ‘Access-Control-Allow-Headers’",
        ". Status code: ",
        "99999999999999",
        "é’",
        "\n",
        " | ",
        "Fetch API cannot load ",
        " due to access control checks",
        "The Same Origin Policy disallows reading the remote resource at ",
        ". (Reason: ",
    ])
}

prop_compose! {
    /// Any refusal.
    pub(crate) fn outcomes()(
        cause_and_stage in causes(),
        urls in prop::collection::vec(urls(), 1..4),
        origin in prop::sample::select(vec!["https://app.example", "http://localhost:3000", "null"]),
        tainted in any::<bool>(),
        status in 100_u16..600,
        initiator in prop::sample::select(vec![
            Initiator::Fetch,
            Initiator::Xhr,
            Initiator::Font,
            Initiator::EventSource,
        ]),
    ) -> Outcome {
        let (cause, stage) = cause_and_stage;
        let origin = Origin::parse(origin).unwrap_or(Origin::OPAQUE);
        let client = Client::from(&origin);
        let sent_origin = if tainted { "null".into() } else { origin.to_string() };
        let failure = Failure {
            cause,
            stage,
            url_list: urls.iter().map(|url| url.parse().expect("a URL")).collect(),
            status,
            location: None,
            location_value: None,
            origin,
            document: None,
            headers: Default::default(),
            mode: RequestMode::Cors,
            redirect: RedirectMode::Follow,
            sent_origin,
            method: "GET".into(),
            unsafe_header_names: Vec::new(),
            includes_credentials: false,
        };
        Outcome::new(client.into(), initiator, Err(failure))
    }
}

fn urls() -> impl Strategy<Value = String> {
    "https?://[a-z]{1,8}(\\.example)?(:[1-9][0-9]{2})?/[a-z0-9.'(),;~_-]{0,12}(\\?[a-z=&.']{0,8})?"
}

fn causes() -> impl Strategy<Value = (Cause, Stage)> {
    let stages = prop::sample::select(vec![Stage::Preflight, Stage::Response]);
    let value = "[!-&(-+--~]([ -&(-~]{0,20}[!-&(-+--~])?";
    let check = prop_oneof![
        Just(Cause::AllowOriginMissing),
        Just(Cause::WildcardWithCredentials),
        value.prop_map(|value| Cause::AllowOriginMismatch {
            value: value.into_bytes(),
            lines: 1,
            lines_alike: 1
        }),
        prop::option::of(value)
            .prop_map(|value| Cause::AllowCredentials { value: value.map(String::into_bytes) }),
    ];
    let preflight = prop_oneof![
        Just(Cause::PreflightStatus),
        Just(Cause::PreflightRedirect),
        "[A-Za-z!#$%&*+.^_~-]{1,12}".prop_map(|method| Cause::MethodNotAllowed { method }),
        prop::collection::vec("[a-z][a-z0-9!#$%&*+^_~-]{0,12}", 1..4)
            .prop_map(|names| Cause::HeadersNotAllowed { names }),
        value.prop_map(|value| Cause::InvalidAllowMethods {
            item: value.clone().into_bytes(),
            value: value.into_bytes()
        }),
        value.prop_map(|value| Cause::InvalidAllowHeaders {
            item: value.clone().into_bytes(),
            value: value.into_bytes()
        }),
    ];
    let space = prop::sample::select(vec![AddressSpace::Loopback, AddressSpace::Local]);
    prop_oneof![
        (check, stages).boxed(),
        preflight.prop_map(|cause| (cause, Stage::Preflight)).boxed(),
        space.prop_map(|space| (Cause::LocalNetworkDenied { space }, Stage::Request)).boxed(),
        Just((Cause::NetworkFailure, Stage::Response)).boxed(),
    ]
}
