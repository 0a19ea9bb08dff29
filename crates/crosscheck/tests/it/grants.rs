//! What is told as the fix is enough: an answer that says it is read, in every browser.

use crosscheck::agent;
use crosscheck::agent::CredentialsMode;
use crosscheck::agent::Failure;
use crosscheck::agent::HttpRequest;
use crosscheck::agent::Profile;
use crosscheck::agent::Response;
use crosscheck::agent::UserAgent;
use crosscheck::agent::api::FetchInit;
use crosscheck::agent::api::PageRequest;
use crosscheck::diagnosis::HeaderLines;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::RequiredHeaders;
use crosscheck::wire::HeaderList;
use crosscheck::wire::Origin;
use proptest::prelude::*;

proptest! {
    #[test]
    fn an_answer_that_says_what_is_needed_is_read(
        method in prop::sample::select(vec!["GET", "POST", "PUT", "DELETE", "PATCH", "patch", "QUERY"]),
        names in prop::collection::btree_set("x-[a-z]{1,6}|authorization|Content-Type", 0..4),
        credentials in any::<bool>(),
        said in prop::collection::vec((lines(), values()), 0..4),
        status in prop::sample::select(vec![200, 204, 401, 405, 301]),
    ) {
        let headers: HeaderList = names.iter().map(|name| (name.as_str(), "application/json")).collect();
        for profile in [&Profile::SPEC, &Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
            let said: HeaderList = said.iter().map(|(name, value)| (*name, *value)).collect();
            let wrong = |_: bool| Response { status, headers: said.clone(), ..Response::default() };
            let Err(failure) = fetch(profile, method, &headers, credentials, wrong) else { continue };
            // A redirect of the request itself is not for headers to mend.
            let Some(grant) = RequiredHeaders::of(&Refusal::whole(&failure)) else { continue };
            let (lines, asked_first) = grant.header_lines();
            let right = |is_preflight: bool| match is_preflight {
                true => answer(204, &asked_first),
                false => answer(200, &lines),
            };
            let seen = fetch(profile, method, &headers, credentials, right);
            prop_assert!(seen.is_ok(), "{}: {:?}", profile.name(), seen);
        }
    }
}

fn fetch(
    profile: &'static Profile,
    method: &str,
    headers: &HeaderList,
    credentials: bool,
    answer: impl Fn(bool) -> Response,
) -> Result<(), Box<Failure>> {
    let mut browser = UserAgent::new(profile);
    let page = Origin::parse("https://app.example").expect("a constant that is an origin");
    let init = FetchInit {
        method: Some(method.into()),
        headers: headers.clone(),
        credentials: credentials.then_some(CredentialsMode::Include),
        ..FetchInit::default()
    };
    let asked = PageRequest::fetch("https://api.example/", init);
    let request = asked.set_up(&browser, &page).expect("a request");
    let mut server = |message: &HttpRequest, _: &mut UserAgent| Some(answer(message.is_preflight));
    agent::fetch(request, &mut server, &mut browser, 0).result.map(|_| ()).map_err(Box::new)
}

fn answer(status: u16, lines: &HeaderLines) -> Response {
    let headers = lines.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    Response { status, headers, ..Response::default() }
}

fn lines() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers",
        "Location",
    ])
}

fn values() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["*", "https://app.example", "true", "PUT", "x-a", "(", "null", ""])
}
