//! Over what is asked: TLS, HTTP/2, names, and servers that cannot be reached.

use std::net::Ipv4Addr;
use std::net::SocketAddr;

use insta::assert_snapshot;
use socket2::Domain;
use socket2::Socket;
use socket2::Type;

use super::command::check;
use super::command::check_json;
use super::command::run;
use super::servers::SecureServer;
use super::servers::Server;
use super::servers::answer;

const SHARED: &[(&str, &str)] = &[("Access-Control-Allow-Origin", "*")];

#[test]
fn http_2_is_spoken_where_it_is_offered() {
    for (offered, spoken) in [(&["h2", "http/1.1"][..], "HTTP/2"), (&["http/1.1"], "HTTP/1.1")] {
        let server = SecureServer::start(offered, SHARED);
        let url = format!("https://localhost:{}/", server.port);
        let (code, document) = check_json(&[&url, "--insecure"]);
        assert_eq!(code, 0, "{document}");
        let answer = &document["browsers"][0]["messages"][0]["answer"];
        assert_eq!(answer["protocol"], spoken);
        assert_eq!(answer["tls"], true);
        assert_eq!(answer["body_length"], 2);
    }
}

#[test]
fn a_certificate_is_trusted_as_the_system_says() {
    let server = SecureServer::start(&["h2"], SHARED);
    let url = format!("https://localhost:{}/", server.port);
    let untrusted = check(&[&url]);
    assert_eq!(untrusted.code, 2);
    assert!(untrusted.stdout.contains("no TLS with `localhost`"), "{}", untrusted.stdout);
    // No debug form of a library's error.
    assert!(
        untrusted.stdout.contains("its certificate is")
            || untrusted.stdout.contains("nobody signed"),
        "{}",
        untrusted.stdout
    );
    assert!(untrusted.stdout.contains("look past it with `--insecure`"), "{}", untrusted.stdout);
    assert!(untrusted.stdout.contains("`--cacert FILE`"), "{}", untrusted.stdout);
    let file = server.certificate.path().to_str().expect("a path of text");
    let arguments = ["--origin", "https://app.example", &url];
    assert_eq!(run(&arguments, &[("SSL_CERT_FILE", file)]).code, 0);
    assert_eq!(run(&[&arguments[..], &["--cacert", file]].concat(), &[]).code, 0);
    for (file, told) in [("/nowhere.pem", "No such file"), ("/dev/null", "it holds no certificate")]
    {
        let wrong = run(&[&arguments[..], &["--cacert", file]].concat(), &[]);
        assert_eq!(wrong.code, 2);
        assert!(wrong.stderr.contains(&format!("--cacert {file}: {told}")), "{}", wrong.stderr);
        assert!(wrong.stderr.contains("hint: name a file of certificates in PEM"));
    }
}

#[test]
fn a_host_is_where_it_is_said_to_be() {
    let server = SecureServer::start(&["h2"], SHARED);
    let (url, port) = (format!("https://api.test:{}/", server.port), server.port);
    let resolve = format!("api.test:{port}:127.0.0.1");
    let arguments = [&url, "-k", "--resolve", &resolve, "--as-page-only"];
    let checked = run(&[&["--origin", "https://app.example"], &arguments[..]].concat(), &[]);
    assert_eq!(checked.code, 0, "{}", checked.stdout);
    // And so is its network: Chromium would ask the user.
    assert!(checked.stdout.contains("warning: local-network"), "{}", checked.stdout);
}

/// A name of other letters is told apart by none of its spellings, and a server is there by IPv6 alone.
#[test]
fn hosts_are_found_by_their_letters_and_by_ipv6() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let port = server.url.rsplit(':').next().expect("a port").trim_end_matches('/').to_owned();
    for host in ["b\u{fc}cher.example", "xn--bcher-kva.example", "B\u{dc}CHER.example"] {
        let resolve = format!("b\u{fc}cher.example:{port}:127.0.0.1");
        let url = format!("http://{host}:{port}/");
        assert_eq!(check(&[&url, "--resolve", &resolve]).code, 0, "{host}");
    }
    let Ok(listener) = std::net::TcpListener::bind("[::1]:0") else { return };
    let port = listener.local_addr().expect("it listens").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = std::io::Read::read(&mut stream, &mut [0; 4096]);
            let said = answer(200, &["Access-Control-Allow-Origin: *"]);
            let _ = std::io::Write::write_all(&mut stream, said.as_bytes());
        }
    });
    assert_eq!(check(&[&format!("http://[::1]:{port}/")]).code, 0);
}

/// What browsers do not speak, and what stands between.
#[test]
fn what_is_in_the_way_is_named() {
    let other = Server::writing(|_, stream| {
        // How HTTP/2 begins, without TLS.
        let _ = std::io::Write::write_all(stream, b"\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64");
    });
    let (code, document) = check_json(&[&other.url, "--browser", "webkit"]);
    assert_eq!(code, 2);
    let hint = document["browsers"][0]["error"]["hint"].as_str().expect("a hint");
    assert!(hint.contains("HTTP/1.1, or within TLS HTTP/2 too"), "{hint}");
    let arguments = ["--origin", "https://app.example", "https://nobody.invalid/"];
    let behind = run(&arguments, &[("HTTPS_PROXY", "http://127.0.0.1:1")]);
    assert_eq!(behind.code, 2);
    assert!(behind.stdout.contains("the environment names a proxy"), "{}", behind.stdout);
}

#[test]
fn where_nothing_listens_it_cannot_be_told() {
    // It has the port, so that nobody else takes it, and does not listen.
    let dead = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    dead.bind(&any_port.into()).expect("a free port");
    let address = dead.local_addr().expect("it is bound").as_socket();
    let port = address.expect("an address of IP").port();
    let checked = check(&[&format!("http://127.0.0.1:{port}/"), "--browser", "firefox"]);
    assert_eq!(checked.code, 2);
    assert_snapshot!(checked.stdout, @r"
    1  fetch http://127.0.0.1:PORT/
    1.1  → GET http://127.0.0.1:PORT/
           Accept: */*
           Accept-Language: en-US,en;q=0.9
           Referer: http://localhost:3000/
           Origin: http://localhost:3000
           Sec-Fetch-Dest: empty
           Sec-Fetch-Mode: cors
           Sec-Fetch-Site: cross-site
         ← no answer
       firefox
         ? it cannot be told: no connection to 127.0.0.1:PORT: Connection refused (os error 111)
           hint     start the server, or check the port in the URL
           console  firefox: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://127.0.0.1:PORT/. (Reason: CORS request did not succeed). Status code: (null).

    cannot be told for firefox
    ");
}

#[test]
fn where_no_tls_is_spoken_it_cannot_be_told() {
    let server = Server::answering(|_| answer(200, &["Access-Control-Allow-Origin: *"]));
    let (code, document) = check_json(&[&server.url.replace("http:", "https:")]);
    assert_eq!((code, &document["verdict"]), (2, &"unknown".into()));
    let error = &document["browsers"][0]["error"];
    assert_eq!(error["name"], "tls");
    assert_eq!(error["hint"], "check that the port speaks TLS; a URL of http does without");
}

#[test]
fn lines_and_bytes_are_kept_as_they_came() {
    let server = Server::writing(|_, stream| {
        let lines = b"HTTP/1.1 200 X\r\nAccess-Control-Allow-Origin: http://localhost:3000\r\n\
            Access-Control-Allow-Origin: \xe4\r\nContent-Length: 0\r\n\r\n";
        let _ = std::io::Write::write_all(stream, lines);
    });
    let (code, document) = check_json(&[&server.url, "--browser", "firefox"]);
    assert_eq!(code, 1);
    let name = "Access-Control-Allow-Origin";
    let browser = &document["browsers"][0];
    let headers = browser["messages"][0]["answer"]["headers"].as_array().expect("lines");
    assert_eq!(headers[0].as_array().expect("a line"), &[name, "http://localhost:3000"]);
    assert_eq!(headers[1].as_array().expect("a line"), &[name, "\u{e4}"]);
    let console = browser["console"][0].as_str().expect("a text");
    assert!(console.contains("Multiple CORS header"), "{console}");
}
