//! Scenarios as people write them: what is misspelt is an error with its place, never played as
//! something else.

use crosscheck::scenario::ReadError;
use crosscheck::scenario::Route;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScriptedServer;
use crosscheck::scenario::Server as _;
use crosscheck::scenario::WireRequest;
use crosscheck::scenario::read;

fn read_json(text: &str) -> Result<Scenario, ReadError<serde_json::Error>> {
    read(&mut serde_json::Deserializer::from_str(text))
}

/// Each error of a scenario whose only step is a `fetch` with these members more.
fn errors_of_step(more: &str) -> Vec<String> {
    errors(&format!(
        r#"{{"id":"a","page":"null","steps":[{{"api":"fetch","url":"https://api.example/",{more}}}]}}"#
    ))
}

fn errors(text: &str) -> Vec<String> {
    match read_json(text) {
        Err(ReadError::Scenario(errors)) => errors.iter().map(ToString::to_string).collect(),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn a_misspelt_word_is_named_with_its_place_and_the_words_that_would_do() {
    assert_eq!(
        errors_of_step(r#""credentials":"includ""#),
        ["steps[0].credentials: `includ` is none of its words, did you mean `include`? \
             (one of `omit`, `same-origin`, `include`)"]
    );
    assert_eq!(
        errors_of_step(r#""mode":"cor","redirect":"elsewhere""#),
        [
            "steps[0].mode: `cor` is none of its words, did you mean `cors`? \
             (one of `cors`, `no-cors`, `same-origin`, `navigate`, `websocket`)",
            "steps[0].redirect: `elsewhere` is none of its words \
             (one of `follow`, `error`, `manual`)",
        ]
    );
    assert_eq!(
        errors_of_step(r#""body":{"kind":"txt"}"#),
        ["steps[0].body.kind: `txt` is none of its words, did you mean `text`? \
             (one of `text`, `params`, `form`, `blob`, `bytes`, `stream`)"]
    );
}

#[test]
fn an_unknown_member_is_named_and_so_is_one_that_is_missing_or_told_twice() {
    let told = errors(
        r#"{"id":"a","page":"null","steps":[],"server":[{"orgin":"https://a.example","path":"/","method":"*","status":200}]}"#,
    );
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("server[0].orgin: there is no such member, did you mean `origin`?")
    );
    assert_eq!(told[1], "server[0].origin: it is missing");
    assert_eq!(errors_of_step(r#""url":"b""#), ["steps[0].url: it is written twice"]);
    let told = errors_of_step(r#""wait_ms":-1,"keepalive":"yes","headers":[["a"]]"#);
    assert_eq!(
        told,
        [
            "steps[0].wait_ms: it is a number, not a number of milliseconds",
            "steps[0].keepalive: it is a text, not true or false",
            "steps[0].headers[0]: it is something else, not a pair of a name and a value",
        ]
    );
}

#[test]
fn a_page_counts_by_its_origin_and_what_has_none_is_an_error() {
    let page = |page: &str| format!(r#"{{"id":"a","page":"{page}","steps":[]}}"#);
    for text in [
        "https://app.example",
        "https://app.example/",
        "https://app.example:443",
        "HTTPS://App.Example",
        "https://app.example/orders?page=2#end",
    ] {
        let scenario = read_json(&page(text)).expect("a page");
        assert_eq!(scenario.page.serialize(), "https://app.example", "{text}");
    }
    for text in ["not an origin", "shop.example", "file:///page.html", "https://*.example"] {
        let told = errors(&page(text));
        assert!(told[0].starts_with("page: ") && told[0].contains("; write `https://"), "{told:?}");
    }
}

#[test]
fn every_scenario_is_written_as_it_was_read() {
    let text = r#"{"id":"a","kind":"lna","page":"https://app.example","page_headers":[["Referrer-Policy","origin"]],"hosts":{"nas.local":"192.168.1.60"},"permissions":{"local-network":"granted"},"settings":{"third-party-cookies":"block"},"alone":true,"steps":[{"api":"preload","url":"https://b.example/","in":"frame:https://c.example","cache":"no-store","referrerPolicy":"no-referrer","keepalive":true,"targetAddressSpace":"bogus","integrity":"sha256-x","crossorigin":"","as":"font","allow":"local-network"},{"api":"cookie","set":"a=b"}],"server":[{"origin":"https://b.example","path":"/","method":"*","when":{"if-none-match":"\"v1\"","origin":"present"},"times":1,"status":304,"headers":[],"body":"","ranges":true,"delay_ms":5}]}"#;
    let scenario = read_json(text).expect("a scenario");
    assert_eq!(serde_json::to_string(&scenario).expect("JSON"), text);
}

#[test]
fn what_will_not_do_what_it_seems_to_say_is_told() {
    let route = |path: &str, method: &str| {
        format!(
            r#"{{"origin":"https://b.example","path":"{path}","method":"{method}","status":200}}"#
        )
    };
    let moved = r#"{"origin":"https://b.example","path":"/old","method":"GET","status":302,"headers":[["Location","new"]]}"#;
    let routes = [
        moved.to_owned(),
        route("/new", "*"),
        route("/new", "GET"),
        route("/nwe", "*"),
        route("/old?page=2", "*"),
        route("/old", "get"),
    ];
    let text = format!(
        r#"{{"id":"a","page":"null","steps":[{{"api":"xhr","url":"https://b.example/old","mode":"cors"}},{{"api":"img","url":"https://b.example/old","crossorigin":"use-credential"}}],"server":[{}]}}"#,
        routes.join(",")
    );
    let told: Vec<String> =
        read_json(&text).expect("a scenario").warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "steps[0].mode: `xhr` takes no such member",
            "steps[1].crossorigin: browsers take `use-credential` for `anonymous`",
            "server[2]: no request can meet it: `server[1]` answers before it",
            "server[3]: no request can meet it: no step and no `Location` leads there",
            "server[4]: no request can meet it: a path ends before `?` and `#`; what follows is \
             ignored in requests",
            "server[5]: no request can meet it: browsers send `get` as `GET`",
        ]
    );
}

#[test]
fn a_server_gives_the_part_of_a_file_that_is_asked_for() {
    let file =
        Route { body: "hello".into(), ranges: true, ..Route::new("https://a.example", "/f", 200) };
    let whole = Route { ranges: false, path: "/whole".into(), ..file.clone() };
    let missing = Route { status: 404, path: "/missing".into(), ..file.clone() };
    let routes = [file, whole, missing];
    let mut server = ScriptedServer::new(&routes);
    let mut asked = |path: &str, range: &'static str| {
        let mut request = WireRequest {
            origin: "https://a.example".into(),
            method: "GET".into(),
            path: path.into(),
            ..WireRequest::default()
        };
        request.headers.insert("range".into(), range.into());
        let answer = server.answer(&request).expect("an answer");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let part = answer.headers.get("content-range").unwrap_or_default();
        (answer.status, text(&answer.body), text(&part))
    };
    let part = |body: &str, range: &str| (206, body.to_owned(), range.to_owned());
    assert_eq!(asked("/f", "bytes=0-"), part("hello", "bytes 0-4/5"));
    assert_eq!(asked("/f", "bytes=1-2"), part("el", "bytes 1-2/5"));
    assert_eq!(asked("/f", "bytes=3-99"), part("lo", "bytes 3-4/5"));
    assert_eq!(asked("/f", "bytes=9-"), part("", "bytes 9-4/5"));
    for other in ["bytes=-2", "bytes=0-1,3-4", "bytes=+1-2", "lines=0-1", "bytes=0"] {
        assert_eq!(asked("/f", other), (200, "hello".to_owned(), String::new()), "{other}");
    }
    assert_eq!(asked("/whole", "bytes=1-2").0, 200);
    assert_eq!(asked("/missing", "bytes=1-2").0, 404);
}

#[test]
fn what_accepts_a_socket_has_no_content() {
    let routes = [Route { body: "ok".into(), ..Route::new("https://a.example", "/s", 101) }];
    let request = WireRequest {
        origin: "https://a.example".into(),
        method: "GET".into(),
        path: "/s".into(),
        ..WireRequest::default()
    };
    let answer = ScriptedServer::new(&routes).answer(&request).expect("an answer");
    assert!(answer.body.is_empty() && answer.headers.is_empty());
}
