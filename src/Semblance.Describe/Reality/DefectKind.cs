namespace Semblance.Describe.Reality;

/// <summary>What can be wrong with a cell.</summary>
public enum DefectKind
{
    /// <summary>The value is gone.</summary>
    Missing,

    /// <summary>Spaces before, after or within.</summary>
    Whitespace,

    /// <summary>Capital or small letters where the others have the opposite.</summary>
    Case,

    /// <summary>Another notation: 03/31/2025, 1,234.50, Yes.</summary>
    Format,

    /// <summary>A key beside the right one on the keyboard.</summary>
    KeyboardTypo,

    /// <summary>Two neighbouring letters in the wrong order.</summary>
    Transposition,

    /// <summary>A letter that looks alike, as scanners read: 0 and O, 1 and l.</summary>
    ScanError,

    /// <summary>Another word for the same: "deliv." or "IN_PROGRESS".</summary>
    CategoryVariant,

    /// <summary>Text decoded in the wrong character set: MÃ¼ller.</summary>
    Encoding,

    /// <summary>Part of a row that repeats another row exactly, but for its key.</summary>
    Duplicate,

    /// <summary>Part of a row that repeats another row with small changes, but for its key.</summary>
    NearDuplicate,

    /// <summary>A number or date far outside of the others.</summary>
    Outlier,

    /// <summary>A number in another unit, a power of ten off.</summary>
    UnitSlip,

    /// <summary>The values of two columns of a row in each other's place.</summary>
    SwappedFields,

    /// <summary>A value that breaks what holds between columns: an end before its start, a total that does not add up.</summary>
    BrokenRule,

    /// <summary>A key of its own row that is gone.</summary>
    MissingKey,

    /// <summary>A key that another row has, too.</summary>
    DuplicateKey,

    /// <summary>A foreign key to a row that does not exist.</summary>
    OrphanKey,
}

/// <summary>The names of defects.</summary>
public static class DefectKinds
{
    private static readonly string[] s_names =
    [
        "missing", "whitespace", "case", "format", "keyboard_typo", "transposition", "scan_error", "category_variant", "encoding", "duplicate",
        "near_duplicate", "outlier", "unit_slip", "swapped_fields", "broken_rule", "missing_key", "duplicate_key", "orphan_key",
    ];

    /// <summary>The name in defect lists.</summary>
    public static string Name(this DefectKind kind) => s_names[(int)kind];
}
