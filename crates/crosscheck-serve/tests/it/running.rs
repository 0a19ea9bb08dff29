//! One file says all: who is behind, who may read, and what changes while it serves.

use std::fs;

use crosscheck_serve::ServeError;

use crate::peers::Running;
use crate::peers::ask;
use crate::peers::plan;
use crate::peers::server;

const PAGE: &str = "https://app.example";

fn may_read(running: &Running, host: &str, path: &str, origin: &str) -> (String, bool) {
    let head = format!("GET {path} HTTP/1.1\nhost: {host}\norigin: {origin}");
    let (_, answer) = ask(running.address, &head);
    let by = answer.rsplit("\r\n").next().unwrap_or_default().to_owned();
    (by, answer.contains(&format!("access-control-allow-origin: {origin}")))
}

#[test]
fn each_upstream_of_a_file_is_served_by_its_own_policy_or_the_common_one() {
    let (shop, billing) = (server("shop"), server("billing"));
    let file = |own: &str| {
        format!(
            "[cors]\norigins = [{PAGE:?}]\n\
             [[upstream]]\nurl = \"http://{shop}\"\n\
             [[upstream]]\nurl = \"http://{billing}\"\nhosts = [\"pay.example\"]\npath = \"/v1\"\n\
             strip_path = true\n[upstream.cors]\norigins = [{own:?}]\n"
        )
    };
    let running = Running::start(&file("https://pay.example"), &[]);
    for (host, path, origin, by, reads) in [
        ("api.example", "/", PAGE, "shop", true),
        ("pay.example", "/v1/x", PAGE, "billing", false),
        ("pay.example", "/v1/x", "https://pay.example", "billing", true),
        ("pay.example", "/", PAGE, "shop", true),
    ] {
        let found = may_read(&running, host, path, origin);
        assert_eq!(found, (by.to_owned(), reads), "{host}{path} for {origin}");
    }

    running.rewrite("crosscheck.toml", &file("https://new.example/"));
    let told = running.told.once_it_says("nothing changed");
    assert!(told.contains("what is wrong is shown where it stands"), "{told}");
    assert!(may_read(&running, "pay.example", "/v1", "https://pay.example").1, "it stays");

    running.rewrite("crosscheck.toml", &(file("https://new.example") + "[gateway]\nworkers = 1\n"));
    running.told.once_it_says("`[gateway]` has changed: start anew for that");
    assert!(may_read(&running, "pay.example", "/v1", "https://new.example").1);
    assert!(!may_read(&running, "pay.example", "/v1", "https://pay.example").1);
}

#[test]
fn a_tenants_policy_is_changed_without_touching_the_rest() {
    let api = server("api");
    let lets = |origin: &str| format!("[cors]\norigins = [{origin:?}]\n");
    let text = lets(PAGE)
        + &format!("[gateway]\ntenants = \"tenants\"\n[[upstream]]\nurl = \"http://{api}\"\n");
    let running = Running::start(
        &text,
        &[
            ("tenants/shop.example.toml", &lets("https://shop.example")),
            ("tenants/blog.example.toml", &lets("https://blog.example")),
        ],
    );
    let reads = |host: &str, origin: &str| may_read(&running, host, "/", origin).1;
    assert!(reads("shop.example", "https://shop.example") && !reads("shop.example", PAGE));
    assert!(reads("blog.example", "https://blog.example") && reads("other.example", PAGE));
    running.rewrite("tenants/shop.example.toml", &lets("https://new.example"));
    running.told.once_it_says("tenants: 1 read, 0 gone");
    assert!(reads("shop.example", "https://new.example"));
    assert!(reads("blog.example", "https://blog.example"));
}

#[test]
fn a_tenant_in_the_one_file_of_all_is_changed_without_touching_the_rest() {
    let api = server("api");
    let lets = |host: &str, origin: &str| format!("[{host:?}.cors]\norigins = [{origin:?}]\n");
    let text = format!(
        "[cors]\norigins = [{PAGE:?}]\n[gateway]\ntenants = \"tenants.toml\"\n\
         [[upstream]]\nurl = \"http://{api}\"\n"
    );
    let (shop, blog) = ("https://shop.example", "https://blog.example");
    let before = lets("shop.example", shop) + &lets("blog.example", blog);
    let running = Running::start(&text, &[("tenants.toml", &before)]);
    let reads = |host: &str, origin: &str| may_read(&running, host, "/", origin).1;
    assert!(reads("shop.example", shop) && !reads("shop.example", PAGE));
    assert!(reads("blog.example", blog) && reads("other.example", PAGE));

    let after = lets("shop.example", "https://new.example") + &lets("blog.example", blog);
    running.rewrite("tenants.toml", &after);
    running.told.once_it_says("tenants: 1 read, 0 gone");
    assert!(reads("shop.example", "https://new.example") && !reads("shop.example", shop));
    assert!(reads("blog.example", blog));

    let wrong = lets("shop.example", "https://new.example/path") + &lets("news.example", PAGE);
    running.rewrite("tenants.toml", &wrong);
    let told = running.told.once_it_says("tenants: 1 read, 1 gone");
    assert!(told.contains("what is wrong is shown where it stands"), "{told}");
    assert!(reads("shop.example", "https://new.example"), "it keeps what it had");
    assert!(
        reads("news.example", PAGE) && !reads("blog.example", blog) && reads("blog.example", PAGE)
    );
}

#[test]
fn a_tenant_whose_file_is_written_is_found_by_itself() {
    let api = server("api");
    let lets = |origin: &str| format!("[cors]\norigins = [{origin:?}]\n");
    let text = lets(PAGE)
        + &format!("[gateway]\ntenants = \"tenants\"\n[[upstream]]\nurl = \"http://{api}\"\n");
    let (shop, blog) = ("https://shop.example", "https://blog.example");
    let beside =
        [("tenants/shop.example.toml", lets(shop)), ("tenants/blog.example.toml", lets(blog))];
    let beside = beside.each_ref().map(|(name, text)| (*name, &**text));
    let running = Running::watch(&text, &beside);
    let reads = |host: &str, origin: &str| may_read(&running, host, "/", origin).1;
    assert!(reads("shop.example", shop) && !reads("shop.example", PAGE));
    running.write("tenants/shop.example.toml", &lets("https://new.example"));
    running.told.once_it_says("tenants: 1 read, 0 gone");
    assert!(reads("shop.example", "https://new.example") && reads("blog.example", blog));
    running.write("tenants/news.example.toml", &lets("https://news.example"));
    running.remove("tenants/shop.example.toml");
    running.told.once_it_says(", 1 gone");
    assert!(reads("shop.example", PAGE) && reads("news.example", "https://news.example"));
}

#[test]
fn what_cannot_be_served_is_said_where_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let cors = "[cors]\norigins = [\"https://app.example\"]\n";
    for (text, said) in [
        ("[[upstream]]\nurl = \"127.0.0.1:9000\"\n", "write `http://127.0.0.1:9000`"),
        (
            "[[upstream]]\nurl = \"http://127.0.0.1:1\"\n[[upstream]]\nurl = \"http://127.0.0.1:2\"\n",
            "it is there twice",
        ),
        (
            "[[upstream]]\nurl = \"http://127.0.0.1:1\"\nhosts = [\"https://a.example\"]\n",
            "is no host",
        ),
    ] {
        let error = plan(&folder, &format!("{cors}{text}")).expect_err(said);
        let ServeError::File(error) = error else { panic!("{error}") };
        let report = error.report().expect("a report").text();
        assert!(report.contains(said) && report.contains("invalid-gateway"), "{report}");
    }
    let error = plan(&folder, cors).expect_err("no upstream");
    assert!(error.hint().is_some_and(|hint| hint.contains("[[upstream]]")), "{error}");
    let tenants = format!("{cors}[gateway]\ntenants = \"none\"\n");
    assert!(matches!(plan(&folder, &tenants), Err(ServeError::Tenants { .. })));
    fs::create_dir(folder.path().join("none")).expect("it is made");
    fs::write(folder.path().join("none/a.example.toml"), "[cors]\n[gateway]\n").expect("written");
    assert!(plan(&folder, &tenants).is_err());
}
