import threading

from planner.web.secret import secret_key


def test_the_first_call_makes_a_key_that_stays(tmp_path, monkeypatch):
    monkeypatch.delenv("SASURAI_SECRET_KEY", raising=False)
    file = tmp_path / "new" / "secret.key"
    key = secret_key(file)
    assert len(key) == 64
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret_key(file) == key
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


def test_all_who_start_at_once_have_the_same_key(tmp_path, monkeypatch):
    monkeypatch.delenv("SASURAI_SECRET_KEY", raising=False)
    keys = []
    threads = [threading.Thread(target=lambda: keys.append(secret_key(tmp_path / "key"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 16
    assert len(set(keys)) == 1


def test_a_given_key_is_taken_and_none_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("SASURAI_SECRET_KEY", "given")
    assert secret_key(tmp_path / "key") == b"given"
    assert list(tmp_path.iterdir()) == []


def test_the_app_keeps_its_key_in_the_instance(settings, tmp_path, monkeypatch):
    from planner.web.app import create_app

    monkeypatch.delenv("SASURAI_SECRET_KEY", raising=False)
    monkeypatch.setenv("SASURAI_INSTANCE", str(tmp_path / "instance"))
    apps = [create_app({**settings, "SECRET_KEY": None}) for _ in range(2)]
    assert apps[0].secret_key == apps[1].secret_key == (tmp_path / "instance" / "secret.key").read_bytes()
