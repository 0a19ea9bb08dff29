//! `Referer`: how much of its URL a page tells, and what that does to `Origin`.

use crosscheck::agent::Profile;
use crosscheck::agent::ReferrerPolicy;
use crosscheck::agent::RequestMode;
use crosscheck::agent::api::Api;
use crosscheck::scenario::Context;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Step;
use crosscheck::wire::Origin;

const SHOP: &str = "https://www.shop.example";

/// One public suffix is enough here.
fn registrable_domain(host: &str) -> Option<&str> {
    let name = host.strip_suffix(".example")?;
    Some(&host[name.rfind('.').map_or(0, |dot| dot + 1)..])
}

fn played(profile: &'static Profile, scenario: &Scenario) -> Record {
    let mut player = Player::new(profile);
    player.registrable_domain = registrable_domain;
    player.play(scenario, &mut ScriptedServer::new(&scenario.server))
}

/// The shop's page, its `Referrer-Policy`, and what it does.
fn shop(policy: Option<&str>, steps: &[Step]) -> Scenario {
    let header = |policy: &str| ("Referrer-Policy".into(), policy.to_owned());
    Scenario {
        page: Origin::parse(SHOP).expect("an origin"),
        page_headers: policy.map(header).into_iter().collect(),
        steps: steps.to_vec(),
        ..Scenario::default()
    }
}

/// A fetch in a frame of the shop's own, whose URL has more to it than its origin.
fn in_frame(url: &str, policy: Option<ReferrerPolicy>) -> Step {
    let context = Context::parse("frame:https://www.shop.example").expect("a place");
    Step { context, referrer_policy: policy, ..Step::new(Api::Fetch, url) }
}

/// What each request told of its page.
fn referrers(record: &Record) -> Vec<Option<&str>> {
    let wire = record.wire.iter();
    wire.map(|sent| sent.headers.get("referer").map(|referrer| &**referrer)).collect()
}

#[test]
fn a_policy_says_who_hears_what() {
    const URL: Option<&str> = Some("https://www.shop.example/__o2/frame");
    const ORIGIN: Option<&str> = Some("https://www.shop.example/");
    // To the own origin, to another of the site.
    let whom = ["https://www.shop.example/a", "https://api.shop.example/a"];
    for (policy, own, other) in [
        (ReferrerPolicy::Empty, URL, ORIGIN),
        (ReferrerPolicy::NoReferrer, None, None),
        (ReferrerPolicy::NoReferrerWhenDowngrade, URL, URL),
        (ReferrerPolicy::SameOrigin, URL, None),
        (ReferrerPolicy::Origin, ORIGIN, ORIGIN),
        (ReferrerPolicy::StrictOrigin, ORIGIN, ORIGIN),
        (ReferrerPolicy::OriginWhenCrossOrigin, URL, ORIGIN),
        (ReferrerPolicy::StrictOriginWhenCrossOrigin, URL, ORIGIN),
        (ReferrerPolicy::UnsafeUrl, URL, URL),
    ] {
        for &profile in Profile::ALL {
            let steps = whom.map(|url| in_frame(url, Some(policy)));
            let record = played(profile, &shop(None, &steps));
            assert_eq!(referrers(&record), [own, other], "{}: {policy:?}", profile.name());
        }
    }
}

#[test]
fn no_page_can_make_firefox_tell_another_site_more() {
    // A path can hold a token. A page that wishes to send it along to everybody is not heeded, and told so.
    let steps = [in_frame("https://ads.example/a", Some(ReferrerPolicy::UnsafeUrl))];
    let firefox = played(&Profile::FIREFOX, &shop(None, &steps));
    assert_eq!(referrers(&firefox), [Some("https://www.shop.example/")]);
    assert_eq!(
        firefox.console[0],
        "Referrer Policy: Ignoring the less restricted referrer policy “unsafe-url” for the cross-site \
         request: https://ads.example/a"
    );
    for profile in [&Profile::SPEC, &Profile::CHROMIUM, &Profile::WEBKIT] {
        let record = played(profile, &shop(None, &steps));
        assert_eq!(referrers(&record), [Some("https://www.shop.example/__o2/frame")]);
    }
}

#[test]
fn a_page_s_own_header_counts_for_what_it_asks() {
    let steps = [Step::new(Api::Fetch, "https://api.shop.example/")];
    for &profile in Profile::ALL {
        let told = |policy: &str| {
            let record = played(profile, &shop(Some(policy), &steps));
            referrers(&record)[0].map(str::to_owned)
        };
        assert_eq!(
            told("origin").as_deref(),
            Some("https://www.shop.example/"),
            "{}",
            profile.name()
        );
        assert_eq!(told("no-referrer"), None, "{}", profile.name());
        // Of several words the last that is one; a misspelt header is no header.
        assert_eq!(told("unsafe-url, no-referrer, sometimes"), None, "{}", profile.name());
        assert!(told("norefferer").is_some(), "{}", profile.name());
    }
}

#[test]
fn a_redirect_can_only_tell_less() {
    // The first server asks for silence from there on; nobody can undo it.
    let steps = [in_frame("https://www.shop.example/out", None)];
    let mut scenario = shop(None, &steps);
    let hop = |path: &str, to: &str, policy: &str| {
        let mut route = Route::new(SHOP, path, 302);
        route.headers =
            vec![("Location".into(), to.into()), ("Referrer-Policy".into(), policy.into())];
        route
    };
    scenario.server = vec![hop("/out", "/on", "no-referrer"), hop("/on", "/end", "unsafe-url")];
    for &profile in Profile::ALL {
        let record = played(profile, &scenario);
        let told = [Some("https://www.shop.example/__o2/frame"), None, None];
        assert_eq!(referrers(&record), told, "{}", profile.name());
    }
}

#[test]
fn a_secure_page_tells_insecure_hosts_nothing() {
    let steps = [Step::new(Api::Fetch, "http://localhost:3000/")];
    for profile in [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT] {
        let record = played(profile, &shop(None, &steps));
        assert!(referrers(&record).iter().all(Option::is_none), "{}", profile.name());
    }
    // By the standard this machine is as good as TLS.
    let record = played(&Profile::SPEC, &shop(None, &steps));
    assert_eq!(referrers(&record), [Some("https://www.shop.example/")]);
}

#[test]
fn a_strict_policy_costs_a_post_its_origin() {
    // A server that checks `Origin` against forged requests meets `null` from a page of its own that wants
    // no `Referer` sent: without CORS the one goes with the other. Chromium hides neither.
    let post = Step {
        method: Some("POST".into()),
        mode: Some(RequestMode::NoCors),
        ..Step::new(Api::Fetch, "https://www.shop.example/buy")
    };
    let form = Step::new(Api::Form, "https://www.shop.example/buy");
    let by_cors =
        Step { method: Some("POST".into()), ..Step::new(Api::Fetch, "https://api.shop.example/") };
    let scenario = shop(Some("no-referrer"), &[post, form, by_cors]);
    for (profile, origin) in [
        (&Profile::SPEC, "null"),
        (&Profile::CHROMIUM, SHOP),
        (&Profile::FIREFOX, "null"),
        (&Profile::WEBKIT, "null"),
    ] {
        let record = played(profile, &scenario);
        let origins: Vec<_> = record.wire.iter().map(|sent| &*sent.headers["origin"]).collect();
        assert_eq!(origins, [origin, "null", SHOP], "{}", profile.name());
    }
}

#[test]
fn a_sandboxed_frame_has_little_to_tell() {
    let context = Context::parse("sandbox").expect("a place");
    let step =
        |api| Step { context: context.clone(), ..Step::new(api, "https://www.shop.example/a") };
    let scenario = shop(None, &[step(Api::Fetch), step(Api::Img)]);
    let (url, origin) =
        (Some("https://www.shop.example/__o2/frame"), Some("https://www.shop.example/"));
    for (profile, told) in [
        (&Profile::SPEC, [None, None]),
        (&Profile::CHROMIUM, [None, None]),
        (&Profile::FIREFOX, [None, origin]),
        (&Profile::WEBKIT, [url, url]),
    ] {
        assert_eq!(referrers(&played(profile, &scenario)), told, "{}", profile.name());
    }
}
