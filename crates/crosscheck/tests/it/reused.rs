//! What a browser has already, and for whom it does again: errors, files of another type, media, sheets of a
//! sandbox, redirects that are kept with more than where they lead.

use crosscheck::agent::Profile;
use crosscheck::scenario::Player;
use crosscheck::scenario::Record;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::StepRecord;
use serde_json::Value;
use serde_json::json;

const BROWSERS: [&Profile; 3] = [&Profile::CHROMIUM, &Profile::FIREFOX, &Profile::WEBKIT];
const SERVER: &str = "https://cdn.partner.net";

/// A page that takes steps, and a server of another site that lets everybody read.
fn played(profile: &'static Profile, steps: &[Value], routes: &[Value]) -> Record {
    let steps = steps.iter().map(|step| {
        let mut step = step.clone();
        let path = step["url"].as_str().unwrap_or("/x").to_owned();
        step["url"] = json!(format!("{SERVER}{path}"));
        step
    });
    let routes = routes.iter().map(|route| {
        let mut route = route.clone();
        let path = route["path"].as_str().unwrap_or("/x").to_owned();
        (route["origin"], route["path"], route["method"]) =
            (json!(SERVER), json!(path), json!("*"));
        let headers = route["headers"].as_array_mut().expect("headers");
        headers.push(json!(["Access-Control-Allow-Origin", "*"]));
        route
    });
    let scenario = json!({
        "id": "reused",
        "page": "https://app.example.com",
        "steps": steps.collect::<Vec<_>>(),
        "server": routes.collect::<Vec<_>>(),
    });
    let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
    Player::new(profile).play(&scenario, &mut ScriptedServer::new(&scenario.server))
}

/// How many requests Chromium, Firefox and WebKit send.
fn requests(steps: &[Value], route: &Value) -> [usize; 3] {
    BROWSERS.map(|profile| played(profile, steps, std::slice::from_ref(route)).wire.len())
}

fn kept(status: u16, mime_type: &str, body: &str) -> Value {
    json!({"status": status, "body": body, "headers": [
        ["Cache-Control", "max-age=600"], ["Content-Type", mime_type],
    ]})
}

#[test]
fn an_error_that_may_be_kept_is_kept_by_some() {
    let twice = [json!({"api": "fetch"}), json!({"api": "fetch"})];
    let asked = |status| requests(&twice, &kept(status, "text/plain", "no"));
    assert_eq!(asked(200), [1, 1, 1]);
    // Firefox asks again whether a page is still missing.
    assert_eq!(asked(404), [1, 2, 1]);
    // WebKit keeps nothing of a server that failed, whatever it says.
    assert_eq!(asked(500), [1, 2, 2]);
    assert_eq!(asked(403), [1, 2, 1]);
    // Chromium makes nothing of a part of a file.
    assert_eq!(asked(206), [2, 1, 1]);
    // At any price Firefox takes the error too, but for the one that says to come again later.
    let forced = [json!({"api": "fetch"}), json!({"api": "fetch", "cache": "force-cache"})];
    let asked = |status| requests(&forced, &kept(status, "text/plain", "no"))[1];
    assert_eq!((asked(404), asked(429)), (1, 2));
}

#[test]
fn what_is_no_script_is_not_kept_by_who_stops_reading_it() {
    let twice = [json!({"api": "script"}), json!({"api": "script"})];
    assert_eq!(requests(&twice, &kept(200, "text/javascript", "@script")), [1, 1, 1]);
    assert_eq!(requests(&twice, &kept(200, "image/png", "@script")), [1, 2, 1]);
    // A table is data to Chromium, which keeps it from a page of another origin, and from its cache.
    assert_eq!(requests(&twice, &kept(200, "text/csv", "@script")), [2, 2, 1]);
}

#[test]
fn data_is_kept_from_a_preload_in_chromium_and_in_firefox_at_home_alone() {
    let data = json!({"status": 200, "body": "@script", "headers": [
        ["Content-Type", "text/html"], ["X-Content-Type-Options", "nosniff"],
    ]});
    let ahead = json!({"api": "preload", "as": "script"});
    let has_loaded = BROWSERS.map(|profile| {
        let record = played(profile, std::slice::from_ref(&ahead), std::slice::from_ref(&data));
        matches!(record.steps[0], StepRecord::Loaded { .. })
    });
    assert_eq!(has_loaded, [false, true, true]);
}

#[test]
fn a_file_is_played_again_from_what_was_loaded_of_it() {
    let twice = [json!({"api": "audio"}), json!({"api": "audio"})];
    let mut file = kept(200, "audio/wav", "@wav");
    file["ranges"] = json!(true);
    // Chromium has the parts in its document, Firefox in its cache, WebKit nowhere.
    assert_eq!(requests(&twice, &file), [1, 1, 2]);
    file["headers"][0] = json!(["Cache-Control", "no-store"]);
    assert_eq!(requests(&twice, &file), [1, 2, 2]);
    // What script has loaded is played; what was played is, in Firefox alone, what script gets: a part.
    file["headers"][0] = json!(["Cache-Control", "max-age=600"]);
    let (fetched, audio) =
        (json!({"api": "fetch"}), json!({"api": "audio", "crossorigin": "anonymous"}));
    assert_eq!(requests(&[fetched.clone(), audio.clone()], &file)[0], 1);
    assert_eq!(requests(&[audio, fetched], &file)[2], 2);
}

#[test]
fn script_that_asks_for_a_range_from_the_start_asks_for_everything_in_firefox() {
    let part = json!({"api": "fetch", "headers": [["Range", "bytes=0-"]]});
    let mut file = kept(200, "text/plain", "hello");
    file["ranges"] = json!(true);
    // WebKit keeps each range apart.
    assert_eq!(requests(&[part.clone(), part.clone()], &file), [2, 1, 1]);
    assert_eq!(requests(&[part, json!({"api": "fetch"})], &file), [2, 1, 2]);
}

#[test]
fn what_a_document_shows_needs_no_preload() {
    let fresh_never = json!({"status": 200, "body": "@png", "headers": [
        ["Cache-Control", "no-store"], ["Content-Type", "image/png"],
    ]});
    let shown = [json!({"api": "img"}), json!({"api": "preload", "as": "image"})];
    assert_eq!(requests(&shown, &fresh_never), [1, 1, 1]);
    let run = [json!({"api": "script"}), json!({"api": "preload", "as": "script"})];
    let script = json!({"status": 200, "body": "@script", "headers": [
        ["Cache-Control", "no-store"], ["Content-Type", "text/javascript"],
    ]});
    assert_eq!(requests(&run, &script), [2, 1, 2]);
    // Nor does it preload twice, though by other settings: only Firefox does.
    let ahead = |crossorigin| json!({"api": "preload", "as": "image", "crossorigin": crossorigin});
    let twice = [ahead("anonymous"), ahead("use-credentials")];
    assert_eq!(requests(&twice, &fresh_never), [1, 2, 1]);
}

#[test]
fn a_sandbox_has_no_cache_in_chromium_but_a_memory() {
    let inside = |api: &str| json!({"api": api, "in": "sandbox"});
    let twice = |api| [inside(api), inside(api)];
    assert_eq!(requests(&twice("style"), &kept(200, "text/css", "@css"))[0], 1);
    assert_eq!(requests(&twice("fetch"), &kept(200, "text/css", "@css"))[0], 2);
}

#[test]
fn webkit_goes_on_from_a_kept_redirect_with_the_headers_of_who_asked_first() {
    let first = json!({"api": "fetch", "url": "/old"});
    let then = json!({"api": "img", "url": "/old"});
    let moved = json!({"path": "/old", "status": 301, "body": "", "headers": [
        ["Cache-Control", "max-age=600"], ["Location", "/new"],
    ]});
    let new = json!({"path": "/new", "status": 200, "body": "@png", "headers": [
        ["Content-Type", "image/png"],
    ]});
    let named = BROWSERS.map(|profile| {
        let wire =
            played(profile, &[first.clone(), then.clone()], &[moved.clone(), new.clone()]).wire;
        let last = wire.last().expect("a request");
        (last.path.clone(), last.headers.contains_key("origin"))
    });
    let new = |names_origin| (String::from("/new"), names_origin);
    assert_eq!(named[0], new(false));
    assert_eq!(named[2], new(true), "an image says where it is from");
}

#[test]
fn only_if_cached_is_a_wish_in_webkit() {
    let step = json!({
        "api": "fetch", "mode": "same-origin", "cache": "only-if-cached", "in": format!("frame:{SERVER}"),
    });
    assert_eq!(requests(&[step], &kept(200, "text/plain", "hello")), [0, 0, 1]);
}

/// An image that is never kept, shown by one document after the other.
fn shown_in(places: &[&str]) -> [usize; 3] {
    let never_kept = json!({"status": 200, "body": "@png", "headers": [
        ["Cache-Control", "no-store"], ["Content-Type", "image/png"],
    ]});
    let steps: Vec<Value> = places.iter().map(|at| json!({"api": "img", "in": at})).collect();
    requests(&steps, &never_kept)
}

#[test]
fn a_document_shows_again_what_it_shows_until_another_s_takes_its_place() {
    assert_eq!(shown_in(&["top", "top"]), [1, 1, 1]);
    // A sandbox is another document than a frame of the page's own, though both have one URL.
    assert_eq!(shown_in(&["frame:https://app.example.com", "sandbox"]), [2, 2, 2]);
    assert_eq!(shown_in(&["top", "srcdoc"]), [2, 2, 2]);
    // Firefox has the images of an origin in one place, WebKit those of a page, Chromium those of a site: what is not
    // fresh is asked for anew, and takes the other's place.
    let between = |frame: &str| shown_in(&["top", frame, "top"]);
    assert_eq!(between("frame:https://app.example.com"), [3, 3, 3]);
    assert_eq!(between("sandbox"), [2, 2, 3]);
}

#[test]
fn whatever_a_page_of_the_site_asks_for_takes_the_place_of_an_image_in_chromium() {
    let never_kept = json!({"status": 200, "body": "@png", "headers": [
        ["Cache-Control", "no-store"], ["Content-Type", "image/png"],
    ]});
    let asked = |place: &str| {
        let between = json!({"api": "fetch", "in": place});
        requests(&[json!({"api": "img"}), between, json!({"api": "img"})], &never_kept)
    };
    assert_eq!(asked("window:https://www.example.com")[..2], [3, 2]);
    assert_eq!(asked("window:https://www.example.net")[..2], [2, 2], "another process");
}

#[test]
fn whatever_is_sent_to_an_image_s_url_takes_its_place_in_chromium_and_webkit() {
    let image = json!({"status": 200, "body": "@png", "headers": [
        ["Cache-Control", "no-store"], ["Content-Type", "image/png"],
    ]});
    let shown = json!({"api": "img"});
    let between = |step: Value| requests(&[shown.clone(), step, shown.clone()], &image);
    for method in ["POST", "HEAD"] {
        assert_eq!(
            between(json!({"api": "fetch", "method": method, "mode": "no-cors"})),
            [3, 2, 3]
        );
    }
}

#[test]
fn what_a_frame_shows_is_kept_for_frames_in_chromium_and_asked_for_by_one_in_webkit() {
    let page = kept(200, "text/html", "@html");
    let frame = json!({"api": "iframe"});
    let script = json!({"api": "fetch"});
    assert_eq!(requests(&[frame.clone(), frame.clone()], &page), [1, 1, 1]);
    assert_eq!(requests(&[frame.clone(), script.clone()], &page), [2, 2, 1]);
    assert_eq!(requests(&[script, frame], &page), [2, 2, 2]);
}

#[test]
fn chromium_keeps_nothing_that_looks_like_data_for_who_may_not_read_it() {
    let twice = |body: &str| {
        let step = json!({"api": "fetch", "mode": "no-cors"});
        requests(&[step.clone(), step], &kept(200, "text/plain", body))
    };
    assert_eq!(twice("{\"a\": 1}")[0], 2);
    assert_eq!(twice("hello")[0], 1);
}

#[test]
fn what_came_without_authorization_is_not_for_who_sends_it_in_firefox() {
    let mut answer = kept(200, "text/plain", "hello");
    let headers = answer["headers"].as_array_mut().expect("headers");
    headers.push(json!(["Access-Control-Allow-Headers", "authorization"]));
    let authorized = json!({"api": "fetch", "headers": [["Authorization", "Bearer t"]]});
    // The others ask by the preflight alone.
    assert_eq!(requests(&[json!({"api": "fetch"}), authorized.clone()], &answer), [2, 3, 2]);
    assert_eq!(requests(&[authorized.clone(), authorized], &answer)[1], 2, "it was for the same");
}

#[test]
fn webkit_asks_on_each_step_of_a_kept_way_whether_its_end_still_holds() {
    let moved = json!({"path": "/old", "status": 301, "body": "", "headers": [
        ["Cache-Control", "max-age=600"], ["Location", "/new"],
    ]});
    let holds = json!({"path": "/new", "status": 304, "body": "", "headers": [],
        "when": {"if-none-match": "\"v1\""}});
    let new = json!({"path": "/new", "status": 200, "body": "hello", "headers": [
        ["Cache-Control", "no-cache"], ["ETag", "\"v1\""],
    ]});
    let asked_by = |mode: &str| {
        let step = json!({"api": "fetch", "url": "/old", "mode": mode});
        let routes = [moved.clone(), holds.clone(), new.clone()];
        let record = played(&Profile::WEBKIT, &[step.clone(), step], &routes);
        let wire = record.wire.iter().skip(2);
        let asks = wire.map(|sent| sent.headers.contains_key("if-none-match"));
        assert!(matches!(record.steps[1], StepRecord::Response { .. }));
        asks.collect::<Vec<_>>()
    };
    assert_eq!(asked_by("no-cors"), [true, true]);
    assert_eq!(asked_by("cors"), [true, false], "by CORS each request is made anew");
}

#[test]
fn webkit_spells_escapes_anew() {
    for (given, in_webkit) in [
        ("/%7Eme/%61", "/~me/a"),
        ("/a%2fb?x=%2d%2f", "/a%2Fb?x=-%2F"),
        ("/%e4", "/%E4"),
        ("/100%?%", "/100%?%"),
    ] {
        let step = json!({"api": "fetch", "url": given});
        let sent = BROWSERS.map(|profile| {
            let record = played(profile, std::slice::from_ref(&step), &[]);
            record.wire[0].path.clone()
        });
        assert_eq!(sent, [given, given, in_webkit]);
    }
}
