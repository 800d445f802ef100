"""Code of any length in several languages: one block each, numbered, so that no two are the same text."""

from collections.abc import Mapping
from itertools import count, islice

_C_LIKE = """    for (int i = 0; i < n#; i++) {
        if (rows[i] > limit && rows[i] % 2 == 0) {
            total += rows[i] * #; // keeps the even ones
        } else if (rows[i] < 0) {
            return -1;
        }
    }
"""

BLOCKS: Mapping[str, str] = {
    "python": """def total_#(rows, limit):
    total = 0
    for row in rows:
        if row.amount > limit and row.kind != "void":
            total += row.amount * #  # keeps the valid ones
        elif row.amount < 0:
            raise ValueError(f"negative amount in {row}")
    return [each for each in (total, limit) if each]

""",
    "typescript": """export async function total#(rows: Row[], limit: number): Promise<number> {
  let total = 0;
  for (const row of rows) {
    if (row.amount > limit && row.kind !== "void") {
      total += row.amount * #; // keeps the valid ones
    } else if (row.amount < 0) {
      throw new Error(`negative amount in ${row.id}`);
    }
  }
  return await store.save(rows.map((row) => row.amount), total);
}
""",
    "go": """func total#(rows []Row, limit int) (int, error) {
	total := 0
	for _, row := range rows {
		if row.Amount > limit && row.Kind != "void" {
			total += row.Amount * # // keeps the valid ones
		} else if row.Amount < 0 {
			return 0, fmt.Errorf("negative amount in %v", row)
		}
	}
	return total, nil
}
""",
    "rust": """fn total_#(rows: &[Row], limit: i64) -> Result<i64, Error> {
    let mut total = 0;
    for row in rows {
        match row.kind {
            Kind::Void => continue,
            _ if row.amount > limit => total += row.amount * #, // keeps the valid ones
            _ => return Err(Error::Negative(row.id)),
        }
    }
    Ok(total)
}
""",
    "java": f"""class Totals# {{
  int total#(int[] rows, int limit, int n#) {{
    int total = 0;
{_C_LIKE}    return total;
  }}
}}
""",
    "cpp": f"""int total_#(const std::vector<int>& rows, int limit, int n#) {{
    int total = 0;
{_C_LIKE}    return total;
}}
""",
    "php": """<?php
function total_#(array $rows, int $limit): int {
    $total = 0;
    foreach ($rows as $row) {
        if ($row->amount > $limit && $row->kind !== 'void') {
            $total += $row->amount * #; // keeps the valid ones
        } elseif ($row->amount < 0) {
            throw new ValueError("negative amount");
        }
    }
    return $total;
}
?>
""",
    "sql": """-- keeps the valid ones
SELECT region, SUM(amount) AS total_#
FROM rows_#
JOIN regions ON regions.id = rows_#.region_id
WHERE amount > # AND kind <> 'void'
GROUP BY region
HAVING SUM(amount) > 0
ORDER BY total_# DESC;

""",
    "shellscript": """total_#() {
  local total=0
  for row in "$@"; do
    if [ "$row" -gt # ]; then
      total=$((total + row)) # keeps the valid ones
    elif [ "$row" -lt 0 ]; then
      echo "negative amount: $row" >&2; return 1
    fi
  done
  echo "$total" | sort | uniq -c
}
""",
    "fortran": """      subroutine total_#(rows, limit, total)
      do i = 1, n
        if (rows(i) > limit) then
          total = total + rows(i) * #
        end if
      end do
      end subroutine
""",
}
"""LSP language id → a block; ``#`` is its number. Of the last no grammar is installed."""


def lines_of(language: str, lines: int, first: int) -> str:
    """Return so many lines of code, whose blocks are numbered from ``first``."""
    blocks = (BLOCKS[language].replace("#", str(number)) for number in count(first))
    each = BLOCKS[language].count("\n")
    return "".join("".join(islice(blocks, lines // each + 1)).splitlines(keepends=True)[:lines])
