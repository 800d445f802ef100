"""Where new tests go, by what a project does already: read as a table."""

import pytest

from tierline.testing import CONVENTIONS, Place, is_test_file, place

NEW = [
    # language, the source, other files of the project, where its tests go
    ("python", "till.py", "", "tests/test_till.py"),
    ("python", "src/shop/till.py", "", "tests/test_till.py"),
    ("python", "shop/pricing/till.py", "", "tests/test_till.py"),
    ("python", "src/shop/pricing/__init__.py", "", "tests/test_pricing.py"),
    ("python", "shop/till.py", "shop/rates.py tests/test_rates.py", "tests/test_till.py"),
    ("python", "shop/till.py", "shop/rates.py test/test_rates.py", "test/test_till.py"),
    ("python", "shop/till.py", "shop/rates.py shop/test_rates.py", "shop/test_till.py"),
    ("python", "shop/till.py", "shop/rates.py shop/tests/test_rates.py", "shop/tests/test_till.py"),
    ("python", "shop/till.py", "shop/rates.py shop/rates_test.py", "shop/till_test.py"),
    ("python", "src/shop/a/till.py", "src/shop/b/rates.py tests/b/test_rates.py", "tests/a/test_till.py"),
    (
        "python",
        "src/shop/a/till.py",
        "src/shop/x.py src/shop/y.py src/shop/b/rates.py tests/test_x.py tests/test_y.py tests/b/test_rates.py",
        "tests/a/test_till.py",
    ),
    ("python", "shop/a/till.py", "shop/b/rates.py tests/shop/b/test_rates.py", "tests/shop/a/test_till.py"),
    ("python", "libs/one/src/one/till.py", "", "libs/one/tests/test_till.py"),
    ("python", "libs/one/src/one/till.py", "libs/one/tests/test_other.py", "libs/one/tests/test_till.py"),
    ("python", "shop/till.py", "tests/unit/test_other.py", "tests/test_till.py"),
    ("typescript", "src/till.ts", "", "src/till.test.ts"),
    ("typescriptreact", "src/ui/Till.tsx", "", "src/ui/Till.test.tsx"),
    ("typescript", "src/till.ts", "src/rates.ts src/rates.spec.ts", "src/till.spec.ts"),
    ("typescript", "src/a/till.ts", "src/a/rates.ts src/a/__tests__/rates.test.ts", "src/a/__tests__/till.test.ts"),
    ("typescript", "src/a/till.ts", "src/b/rates.ts test/b/rates.test.ts", "test/a/till.test.ts"),
    ("javascript", "index.js", "", "index.test.js"),
    ("javascript", "lib/till.js", "lib/rates.js test/rates.test.js", "test/till.test.js"),
    ("go", "pkg/till/till.go", "pkg/till/go.mod tests/other_test.go", "pkg/till/till_test.go"),
    ("java", "src/main/java/org/shop/Till.java", "", "src/test/java/org/shop/TillTest.java"),
    ("java", "app/src/main/java/org/Till.java", "", "app/src/test/java/org/TillTest.java"),
    (
        "java",
        "src/main/java/org/Till.java",
        "src/main/java/org/Rate.java src/test/java/org/RateTests.java",
        "src/test/java/org/TillTests.java",
    ),
    ("kotlin", "src/main/kotlin/Till.kt", "", "src/test/kotlin/TillTest.kt"),
    ("scala", "src/main/scala/Till.scala", "", "src/test/scala/TillSpec.scala"),
    ("ruby", "lib/shop/till.rb", "", "spec/shop/till_spec.rb"),
    ("ruby", "app/models/till.rb", "test/models/other_test.rb", "test/models/till_test.rb"),
    ("php", "src/Pricing/Till.php", "", "tests/Pricing/TillTest.php"),
    ("php", "src/Till.php", "src/Rate.php tests/Unit/RateTest.php", "tests/TillTest.php"),
    ("csharp", "Shop/Pricing/Till.cs", "", "Shop.Tests/Pricing/TillTests.cs"),
    ("csharp", "src/Shop/Till.cs", "", "tests/Shop.Tests/TillTests.cs"),
    ("csharp", "Shop/Till.cs", "Shop/Rate.cs Shop.UnitTests/RateTest.cs", "Shop.UnitTests/TillTest.cs"),
    ("swift", "Sources/Shop/Till.swift", "", "Tests/ShopTests/TillTests.swift"),
    ("elixir", "lib/shop/till.ex", "", "test/shop/till_test.exs"),
    ("dart", "lib/src/till.dart", "", "test/src/till_test.dart"),
    ("lua", "lua/shop/till.lua", "", "spec/till_spec.lua"),
    ("cpp", "src/till.cpp", "", "tests/till_test.cpp"),
    ("c", "till.c", "", "tests/test_till.c"),
    ("haskell", "src/Shop/Till.hs", "", "test/Shop/TillSpec.hs"),
]


@pytest.mark.parametrize(("language", "path", "files", "expected"), NEW)
def test_a_new_test_file_stands_where_the_projects_others_do(
    language: str, path: str, files: str, expected: str
) -> None:
    assert place(path, language, [path, *files.split()]) == Place(path=expected, exists=False)


@pytest.mark.parametrize(
    ("language", "path", "there"),
    [
        ("python", "shop/till.py", "tests/test_till.py"),
        ("python", "shop/till.py", "tests/unit/deep/test_till.py"),
        ("python", "src/shop/till.py", "src/shop/till_test.py"),
        ("typescript", "src/till.ts", "e2e/till.spec.ts"),
        ("java", "src/main/java/org/Till.java", "src/test/java/org/TillIT.java"),
        ("ruby", "lib/till.rb", "test/test_till.rb"),
        ("csharp", "Shop/Till.cs", "Shop.Tests/TillTests.cs"),
    ],
)
def test_tests_that_are_there_are_found_wherever_they_stand(language: str, path: str, there: str) -> None:
    assert place(path, language, [path, there, "tests/test_other.py"]) == Place(path=there, exists=True)


def test_tests_of_another_source_of_that_name_are_not_taken_for_its_own() -> None:
    files = ["a/till.py", "b/till.py", "b/checks/test_till.py"]
    assert place("a/till.py", "python", files) == Place(path="tests/test_till.py", exists=False)


def test_tests_for_tests_and_for_rust_go_into_the_file_itself() -> None:
    assert place("tests/test_till.py", "python", []) == Place(path="tests/test_till.py", exists=True)
    assert place("src/till.rs", "rust", []) == Place(path="src/till.rs", exists=True, inline=True)


def test_nobody_guesses_in_a_language_without_customs() -> None:
    assert place("till.xyz", "klingon", ["till.xyz"]) is None


@pytest.mark.parametrize("language", sorted(set(CONVENTIONS) - {"rust"}))
def test_what_is_placed_is_seen_as_a_test_file(language: str) -> None:
    found = place("src/x/Till.ext", language, [])
    assert found is not None
    assert is_test_file(found.path, language)
    assert not is_test_file("src/x/Till.ext", language)
