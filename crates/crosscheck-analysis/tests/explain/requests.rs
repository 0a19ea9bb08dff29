//! Requests as programs are written, and answers as tools write them down.

use crosscheck_analysis::explain::Overrides;
use crosscheck_analysis::explain::explain;

use super::first_rules;
use super::told;

#[test]
fn requests_are_read_however_they_are_written() {
    let chromium = r#"fetch("https://api.example.com/x", {
  "headers": { "accept": "*/*", "content-type": "application/json", "sec-fetch-mode": "cors", "x-token": "1" },
  "referrer": "https://app.example.com/",
  "body": "{\"a\":1}",
  "method": "PUT",
  "mode": "cors",
  "credentials": "include"
});"#;
    let firefox = r#"await fetch("https://api.example.com/x", {
    "credentials": "include",
    "headers": { "User-Agent": "Mozilla/5.0", "Accept": "*/*", "Content-Type": "application/json", "X-Token": "1" },
    "referrer": "https://app.example.com/", "body": "{}", "method": "PUT", "mode": "cors"
});"#;
    let node = r#"fetch("https://api.example.com/x", {
  "headers": { "accept": "*/*", "content-type": "application/json", "x-token": "1", "cookie": "a=b",
    "Referer": "https://app.example.com/", "user-agent": "Mozilla/5.0" },
  "body": null, "method": "PUT" });"#;
    let by_hand = "const r = await fetch(`https://api.example.com/x`, {\n  method: 'PUT',\n  headers: {'Content-Type': \
                   'application/json', 'X-Token': token, Referer: 'https://app.example.com/'},\n  credentials: \
                   'include',\n  body: JSON.stringify({ a: [1, 2] }),\n})";
    let powershell = "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n\
                      $session.Cookies.Add((New-Object System.Net.Cookie(\"a\", \"b\", \"/\", \"api.example.com\")))\n\
                      Invoke-WebRequest -UseBasicParsing -Uri \"https://api.example.com/x\" `\n-Method \"PUT\" `\n\
                      -WebSession $session `\n-Headers @{\n\"origin\"=\"https://app.example.com\"\n  \
                      \"x-token\"=\"1\"\n} `\n-ContentType \"application/json\" `\n-Body \"{`\"a`\":1}\"";
    let axios = "axios.put('https://api.example.com/x', { a: 1 }, { withCredentials: true, headers: { 'x-token': \
                 '1', Referer: 'https://app.example.com/' } })";
    // With the variables that people write it with, and what Chromium makes of the names of HTTP/2.
    let variables = "$h = @{ 'Origin' = 'https://app.example.com'; 'X-Token' = '1' }\n$p = @{ Uri = \
                     'https://api.example.com/x'; Method = 'Put'; Headers = $h; ContentType = 'application/json'; Body \
                     = '{}' }\nInvoke-RestMethod @p -UseDefaultCredentials";
    let of_http2 = "Invoke-WebRequest -Uri \"https://api.example.com/x\" -Method \"PUT\" -Headers @{\n\"authority\"=\
                    \"api.example.com\"\n\"method\"=\"PUT\"\n\"path\"=\"/x\"\n\"scheme\"=\"https\"\n\"cookie\"=\
                    \"a=b\"\n\"origin\"=\"https://app.example.com\"\n\"x-token\"=\"1\"\n} `\n-ContentType \
                    \"application/json\"";
    let xhr = "const xhr = new XMLHttpRequest();\nxhr.open('PUT', 'https://api.example.com/x');\n\
               xhr.setRequestHeader('Content-Type', 'application/json');\nxhr.setRequestHeader('X-Token', token);\n\
               xhr.setRequestHeader('Referer', 'https://app.example.com/');\nxhr.withCredentials = true;\n\
               xhr.send(JSON.stringify({ a: 1 }));";
    // As it is sent again from Chromium's console, with comments; and a body beyond ASCII in PowerShell.
    let commented = "await fetch(\"https://api.example.com/x\", {\n  \"headers\": {\n    // \"origin\": \"a\", // the \
                     browser sets it\n    \"content-type\": \"application/json\", /* { */\n    \"x-token\": \
                     \"1\"\n  },\n  \"referrer\": \"https://app.example.com/\",\n  \"method\": \"PUT\",\n  \"credentials\": \
                     \"include\"\n});";
    let of_bytes = "Invoke-WebRequest -Body ([System.Text.Encoding]::UTF8.GetBytes(\"a -Method DELETE $([char]233)\")) \
                    -Uri \"https://api.example.com/x\" -Method PUT -ContentType \"application/json\" -Headers @{ \
                    Origin = \"https://app.example.com\"; \"X-Token\" = 1; Cookie = 'a=b' }";
    let jquery = "$.ajax({ url: 'https://api.example.com/x', type: 'put', contentType: 'application/json', data: \
                  JSON.stringify({a: 1}), xhrFields: { withCredentials: true }, headers: {'X-Token': '1', Referer: \
                  'https://app.example.com/'} });";
    let constructed = "const r = await fetch(new Request('https://api.example.com/x', { method: 'PUT', credentials: \
                       'include', headers: new Headers({ 'Content-Type': 'application/json', 'X-Token': '1', Referer: \
                       'https://app.example.com/' }) }))";
    for text in [
        chromium,
        firefox,
        node,
        by_hand,
        powershell,
        axios,
        variables,
        of_http2,
        xhr,
        jquery,
        constructed,
        commented,
        of_bytes,
    ] {
        let report = told(text);
        assert_eq!(report["verdict"], "explained", "{text}");
        let preflight = report["preflight"].to_string();
        assert!(
            preflight.contains("content-type,x-token") && preflight.contains("PUT"),
            "{text}: {preflight}"
        );
        assert!(preflight.contains("https://app.example.com"), "{text}: {preflight}");
        let needed = report["findings"][0]["needed"].to_string();
        assert!(needed.contains("Access-Control-Allow-Credentials"), "{text}: {needed}");
    }
}

#[test]
fn transcripts_and_header_blocks_are_judged() {
    let verbose = "* Connected to api.example.com (192.0.2.1) port 443\n* SSL connection using TLSv1.3\n> OPTIONS /x \
                   HTTP/1.1\n> Host: api.example.com\n> User-Agent: curl/8.5.0\n> Accept: */*\n> Origin: \
                   https://app.example.com\n> Access-Control-Request-Method: PUT\n>\n< HTTP/1.1 403 Forbidden\n< Server: \
                   nginx/1.22.1\n< Content-Length: 0\n<\n* Connection #0 left intact";
    let report = told(verbose);
    assert_eq!(first_rules(&report), ["allow-origin-missing", "preflight-status"], "{report:#}");
    assert_eq!(report["findings"][0]["evidence"]["url"], "https://api.example.com/x");
    assert_eq!(report["findings"][0]["server_software"], "nginx");

    let with_body = "$ curl -i https://api.example.com/x -H 'Origin: https://app.example.com'\nHTTP/2 200\ncontent-type: \
                     application/json\naccess-control-allow-origin: https://other.example.com\n\n{\"a\": 1}";
    assert_eq!(first_rules(&told(with_body)), ["allow-origin-mismatch"]);

    // Who answers behind a network is whose configuration says it best.
    let behind = "$ curl -i https://api.example.com/x -H 'Origin: https://app.example.com'\nHTTP/2 200\nserver: \
                  cloudflare\ncf-ray: 1-FRA\nx-powered-by: PHP/8.2.29\n";
    assert_eq!(told(behind)["findings"][0]["server_software"], "php");

    let unasked = told("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
    assert_eq!(first_rules(&unasked), ["allow-origin-missing"]);
    let open = told("HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n");
    assert_eq!(open["verdict"], "allowed");

    // With credentials, which the second line promises, the first is worth nothing.
    let block = "access-control-allow-origin: *\naccess-control-allow-credentials: true\ncontent-type: text/plain";
    assert_eq!(first_rules(&told(block)), ["wildcard-with-credentials"]);
    let listed = "Access-Control-Allow-Origin: https://a.example, https://b.example\nVary: Origin";
    assert_eq!(first_rules(&told(listed)), ["allow-origin-list"]);

    let panel = "Request URL:\nhttps://api.example.com/x\nRequest Method:\nGET\nStatus Code:\n200 OK\nReferrer \
                 Policy:\nstrict-origin-when-cross-origin\naccess-control-allow-origin:\n*\ncontent-type:\n\
                 application/json\norigin:\nhttps://app.example.com\ncookie:\na=b\n";
    assert_eq!(first_rules(&told(panel)), ["wildcard-with-credentials"]);
}

/// A URL that a program puts together is not told.
#[test]
fn a_url_that_is_put_together_has_to_be_written_out() {
    let error = explain("fetch(`${API}/users`, { method: 'PUT' })", &Overrides::default());
    let error = format!("{:?}", error.expect_err("there is no URL"));
    assert!(error.contains("puts its URL together"), "{error}");
}

#[test]
fn a_url_alone_offers_to_ask_it() {
    let report = told("https://api.example.com/orders");
    assert_eq!(report["verdict"], "explained");
    assert!(
        report["notes"][0]
            .as_str()
            .is_some_and(|note| note.contains("crosscheck check https://api.example.com/orders"))
    );
}

/// Chromium writes it of every request that no cookie went along with.
#[test]
fn credentials_that_a_panel_copied_as_omitted_may_have_been_asked_for() {
    let copied = "fetch(\"https://api.example.com/me\", {\n  \"headers\": { \"x-a\": \"1\" },\n  \"referrer\": \
                  \"https://app.example.com/\",\n  \"body\": null,\n  \"method\": \"GET\",\n  \"mode\": \"cors\",\n  \
                  \"credentials\": \"omit\"\n});";
    let notes = told(copied)["notes"].to_string();
    assert!(notes.contains("whatever the page asked for"), "{notes}");
    let written = "fetch('https://api.example.com/me', { credentials: 'omit' })";
    assert_eq!(told(written)["notes"].to_string().matches("whatever").count(), 0);
}

#[test]
fn the_commands_of_other_tools_are_what_a_page_would_ask() {
    for text in [
        "http PUT https://api.example.com/v1 Origin:https://app.example.com X-Token:1 a=b",
        "$ https PUT api.example.com/v1 origin:https://app.example.com x-token:1 a:=1 page==2",
        "wget --header='Origin: https://app.example.com' --header 'X-Token: 1' --header='Content-Type: \
         application/json' --method=PUT --body-data='{}' -O - https://api.example.com/v1",
        "PUT /v1 HTTP/1.1\nHost: api.example.com\nOrigin: https://app.example.com\nX-Token: \
         1\nContent-Type: application/json\n\n{}",
        "PUT https://api.example.com/v1\nOrigin: https://app.example.com\nX-Token: 1\nContent-Type: \
         application/json\n\n{}",
    ] {
        let report = told(text);
        assert_eq!(report["preflight"]["url"], "https://api.example.com/v1", "{text}\n{report:#}");
        let asked = report["preflight"].to_string();
        assert!(asked.contains("content-type,x-token"), "{text}: {asked}");
        assert!(asked.contains("https://app.example.com"), "{text}: {asked}");
    }
}

/// A status that script was told is one that it could read.
#[test]
fn a_status_that_script_was_told_is_no_matter_of_cors() {
    for text in [
        "AxiosError: Request failed with status code 403",
        "Http failure response for https://api.example.com/v1: 404 Not Found",
    ] {
        let report = told(text);
        assert_eq!(report["kind"], "status", "{text}");
        assert_eq!(first_rules(&report), [""; 0], "{text}");
        assert!(report["notes"][0].as_str().is_some_and(|note| note.contains("no matter of CORS")));
    }
}

/// Whatever library a page asks with, it is the same request; and what Python asks is what a page would ask.
#[test]
fn calls_of_libraries_are_what_a_page_would_ask() {
    for (text, is_of_a_page) in [
        (
            "await ky.put('https://api.example.com/v1', { json: { a: 1 }, headers: { 'x-token': 't' } }).json()",
            true,
        ),
        (
            "this.http.put<Order>('https://api.example.com/v1', { a: 1 }, { headers: new HttpHeaders({ 'X-Token': \
             'a' }) }).subscribe()",
            true,
        ),
        (
            "import requests\nr = requests.put(\"https://api.example.com/v1\", json={\"a\": 1}, \
             headers={\"X-Token\": \"t\"})\nprint(r.json())",
            false,
        ),
    ] {
        let report = told(text);
        assert_eq!(report["preflight"]["url"], "https://api.example.com/v1", "{text}\n{report:#}");
        let asked = report["preflight"].to_string();
        assert!(asked.contains("content-type,x-token"), "{text}: {asked}");
        assert!(asked.contains("\"PUT\""), "{text}: {asked}");
        let is_of_a_tool = report["notes"].to_string().contains("tools obey no rule of CORS");
        assert_eq!(is_of_a_tool, !is_of_a_page, "{text}\n{report:#}");
    }
}

/// PowerShell writes `Post` and sends `POST`, which needs no permission of its own.
#[test]
fn methods_of_powershell_are_sent_in_upper_case() {
    let report = told(
        "Invoke-RestMethod -Uri \"https://api.example.com/v1\" -Method Post -ContentType \"application/json\" \
         -Body (@{a=1}|ConvertTo-Json)",
    );
    let all = report.to_string();
    assert!(all.contains("\"POST\"") && !all.contains("Post"), "{report:#}");
}
