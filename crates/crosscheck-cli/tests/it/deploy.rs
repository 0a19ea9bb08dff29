//! What `deploy/` hands out: units that systemd takes, manifests that are YAML, and in each the program as it is.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use crate::program::crosscheck;

fn file(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy");
    fs::read_to_string(PathBuf::from(folder).join(name)).expect(name)
}

/// Whether a program is on this machine.
fn is_there(program: &str) -> bool {
    let mut asked = Command::new(program);
    asked.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}

/// The gateway's file, as the program reads it.
fn check(text: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("crosscheck.toml");
    fs::write(&path, text).expect("it is written");
    let output = crosscheck(&["serve", "--check", &path.display().to_string()]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), told.as_ref()), (Some(0), ""), "{text}");
}

#[test]
fn the_files_of_deploy_are_served_as_they_are() {
    check(&file("crosscheck.toml"));
    let manifest = file("kubernetes/gateway.yaml");
    let (_, rest) = manifest.split_once("crosscheck.toml: |\n").expect("it holds the file");
    let text: String = rest
        .lines()
        .take_while(|line| *line != "---")
        .map(|line| format!("{}\n", line.trim()))
        .collect();
    check(&text);
}

/// Each flag that they name is one of `serve`'s.
#[test]
fn the_files_of_deploy_name_real_flags() {
    let help = crosscheck(&["serve", "--help"]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    for (name, least) in
        [("crosscheck.service", 1), ("kubernetes/gateway.yaml", 1), ("Containerfile", 3)]
    {
        let text = file(name);
        let of_serve = text.lines().filter(|line| line.contains("serve"));
        let flags: Vec<String> = of_serve
            .flat_map(|line| line.split_once("serve").map_or("", |(_, rest)| rest).split(' '))
            .map(|word| {
                word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-').to_owned()
            })
            .filter(|word| word.starts_with("--"))
            .collect();
        assert!(flags.len() >= least, "{name}: {flags:?}");
        for flag in flags {
            assert!(
                help.contains(&format!("{flag} ")) || help.contains(&format!("{flag}\n")),
                "{name}: {flag}"
            );
        }
    }
}

#[test]
fn systemd_takes_the_units_and_finds_little_to_be_afraid_of() {
    if !is_there("systemd-analyze") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let program = env!("CARGO_BIN_EXE_crosscheck");
    for name in ["crosscheck.service", "crosscheck.socket"] {
        let text = file(name).replace("/usr/local/bin/crosscheck", program);
        fs::write(folder.path().join(name), text).expect("it is written");
    }
    let service = folder.path().join("crosscheck.service");
    let run = |arguments: &[&str]| {
        let output = Command::new("systemd-analyze").args(arguments).output().expect("it runs");
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&told).into_owned())
    };
    let path = service.display().to_string();
    let (_, told) = run(&["verify", "--man=no", &path]);
    let ours: Vec<&str> = told.lines().filter(|line| line.contains("crosscheck.")).collect();
    assert!(ours.is_empty(), "{told}");
    // From 0, nothing to be afraid of, to 100.
    let (is_safe, told) = run(&["security", "--offline=true", "--threshold=20", &path]);
    assert!(is_safe, "{told}");
}

/// What the image holds, laid out and entered: the program, what it is linked to, its file, and nothing else.
#[cfg(target_os = "linux")]
#[test]
fn the_program_runs_in_the_images_file_system() {
    use std::io::BufRead;
    use std::io::BufReader;
    use std::io::Read;
    use std::io::Write;
    use std::os::unix::net::UnixStream;

    let root = tempfile::tempdir().expect("a folder");
    let put = |from: &str, to: &str| {
        let to = root.path().join(to.trim_start_matches('/'));
        fs::create_dir_all(to.parent().expect("a folder")).expect("it is made");
        fs::copy(from, to).expect("it is copied");
    };
    let program = env!("CARGO_BIN_EXE_crosscheck");
    put(program, "/usr/local/bin/crosscheck");
    let deploy = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/crosscheck.toml");
    put(deploy, "/etc/crosscheck/crosscheck.toml");
    let linked = Command::new("ldd").arg(program).output().expect("ldd runs");
    let linked = String::from_utf8_lossy(&linked.stdout).into_owned();
    let libraries = linked.split_whitespace().filter(|word| word.starts_with('/'));
    libraries.for_each(|library| put(library, library));
    let enter = |arguments: &[&str]| {
        let mut enter = Command::new("unshare");
        enter.args(["--user", "--map-root-user", "--net", "--root"]).arg(root.path());
        enter.arg("/usr/local/bin/crosscheck").args(arguments);
        enter
    };
    let version = enter(&["--version"]).output().expect("unshare runs");
    if String::from_utf8_lossy(&version.stderr).contains("Operation not permitted") {
        return;
    }
    assert!(version.stdout.starts_with(b"crosscheck "), "{version:?}");
    // As the image runs it, checked; the file is where the Containerfile looks for it.
    assert!(file("Containerfile").contains("CMD [\"serve\", \"/etc/crosscheck/crosscheck.toml\"]"));
    let check = ["serve", "--check", "/etc/crosscheck/crosscheck.toml"];
    let checked = enter(&check).output().expect("unshare runs");
    assert!(checked.status.success(), "{checked:?}");

    // There is no network, not even a loopback: it is asked through a file.
    let alone = file("crosscheck.toml").replace("admin = \"127.0.0.1:9090\"\n", "");
    fs::write(root.path().join("etc/crosscheck/crosscheck.toml"), alone).expect("it is written");
    fs::create_dir(root.path().join("run")).expect("it is made");
    let mut serve =
        enter(&["serve", "/etc/crosscheck/crosscheck.toml", "--listen", "unix:/run/gateway.sock"]);
    let mut serving =
        serve.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("unshare runs");
    let mut said = BufReader::new(serving.stdout.take().expect("its output is piped"));
    let mut line = String::new();
    said.read_line(&mut line).expect("it says where it listens");
    let mut stream = UnixStream::connect(root.path().join("run/gateway.sock")).expect("it listens");
    let request =
        b"OPTIONS /orders HTTP/1.1\r\nhost: api.example.com\r\norigin: https://app.example.com\r\n\
        access-control-request-method: PUT\r\nconnection: close\r\n\r\n";
    stream.write_all(request).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let stopped = Command::new("kill").arg(serving.id().to_string()).status().expect("kill runs");
    assert!(stopped.success());
    // What goes by is told to the end.
    let mut log = String::new();
    said.read_to_string(&mut log).expect("text");
    let allowed = "access-control-allow-origin: https://app.example.com\r\n";
    assert!(answer.starts_with("HTTP/1.1 204") && answer.contains(allowed), "{answer}");
    assert!(log.contains("\"cors\":\"preflight-allowed\""), "{log}");
    assert!(serving.wait().expect("it was started here").success());
}

#[test]
fn the_manifests_are_yaml_and_ask_what_the_admin_listener_answers() {
    let script =
        "import sys, yaml, json; json.dump(list(yaml.safe_load_all(sys.stdin)), sys.stdout)";
    let has_yaml =
        Command::new("python3").args(["-c", "import yaml"]).stderr(Stdio::null()).status();
    if !has_yaml.is_ok_and(|status| status.success()) {
        return;
    }
    let documents_of = |name: &str| -> Vec<serde_json::Value> {
        let path = format!("{}/../../deploy/kubernetes/{name}", env!("CARGO_MANIFEST_DIR"));
        let stdin = fs::File::open(path).expect("it is there");
        let output =
            Command::new("python3").args(["-c", script]).stdin(stdin).output().expect("it runs");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let kinds = |documents: &[serde_json::Value]| -> Vec<String> {
        documents.iter().map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(kinds(&documents_of("crd.yaml")), ["CustomResourceDefinition"]);
    assert_eq!(kinds(&documents_of("example.yaml")), ["CorsPolicy", "CorsPolicy"]);
    let controller = documents_of("controller.yaml");
    assert_eq!(
        kinds(&controller),
        [
            "Namespace",
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "Deployment",
            "Deployment",
            "Service",
            "ValidatingWebhookConfiguration",
        ]
    );
    for deployment in &controller[4..6] {
        let name = &deployment["metadata"]["name"];
        let labels = &deployment["spec"]["template"]["metadata"]["labels"];
        assert_eq!(&deployment["spec"]["selector"]["matchLabels"], labels, "{name}");
        let pod = &deployment["spec"]["template"]["spec"];
        assert_eq!(pod["securityContext"]["runAsNonRoot"], true, "{name}");
        let container = &pod["containers"][0];
        assert_eq!(container["securityContext"]["allowPrivilegeEscalation"], false, "{name}");
    }
    let webhook = &controller[5]["spec"]["template"]["metadata"]["labels"];
    assert_eq!(&controller[6]["spec"]["selector"], webhook);
    let documents = documents_of("gateway.yaml");
    assert_eq!(kinds(&documents), ["ConfigMap", "Deployment", "Service"]);
    let container = &documents[1]["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["readinessProbe"]["httpGet"]["path"], "/readyz");
    assert_eq!(container["livenessProbe"]["httpGet"]["path"], "/healthz");
    assert_eq!(container["securityContext"]["readOnlyRootFilesystem"], true);
}
