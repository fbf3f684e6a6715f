namespace Semblance.Describe.Reality;

/// <summary>
/// How messy tables are. The rate of a defect is the share of cells that get it, of those that can: see <see cref="Rate"/>. Levels 0 to 2 are clean; 3 to
/// 5 vary formatting and lose some values; 6 to 8 add duplicates and typing errors; 9 and 10 add outliers, broken rules and broken keys.
/// </summary>
public sealed class RealityLevel
{
    /// <summary>Clean.</summary>
    public const int Least = 0;

    /// <summary>The messiest.</summary>
    public const int Greatest = 10;

    /// <summary>From this level on, keys are damaged, too.</summary>
    public const int FirstWithBrokenKeys = 9;

    private const int FirstMessy = 3;

    // One row for each kind, one column for each level from 3 to 10. Of duplicates, the share of rows; of keys, the share of their cells.
    private static readonly double[][] s_rates =
    [
        /* missing          */ [0.005, 0.010, 0.020, 0.030, 0.040, 0.050, 0.100, 0.150],
        /* whitespace       */ [0.005, 0.010, 0.015, 0.020, 0.025, 0.030, 0.040, 0.050],
        /* case             */ [0.005, 0.010, 0.015, 0.020, 0.025, 0.030, 0.040, 0.050],
        /* format           */ [0.010, 0.020, 0.030, 0.040, 0.050, 0.060, 0.100, 0.150],
        /* keyboard_typo    */ [0, 0, 0, 0.004, 0.006, 0.008, 0.012, 0.016],
        /* transposition    */ [0, 0, 0, 0.004, 0.006, 0.008, 0.012, 0.016],
        /* scan_error       */ [0, 0, 0, 0.002, 0.003, 0.004, 0.006, 0.008],
        /* category_variant */ [0, 0, 0, 0.010, 0.015, 0.020, 0.040, 0.060],
        /* encoding         */ [0, 0, 0, 0.005, 0.010, 0.015, 0.030, 0.050],
        /* duplicate        */ [0, 0, 0, 0.005, 0.010, 0.015, 0.020, 0.030],
        /* near_duplicate   */ [0, 0, 0, 0.005, 0.010, 0.015, 0.020, 0.030],
        /* outlier          */ [0, 0, 0, 0, 0, 0, 0.010, 0.020],
        /* unit_slip        */ [0, 0, 0, 0, 0, 0, 0.005, 0.010],
        /* swapped_fields   */ [0, 0, 0, 0, 0, 0, 0.005, 0.010],
        /* broken_rule      */ [0, 0, 0, 0, 0, 0, 0.020, 0.040],
        /* missing_key      */ [0, 0, 0, 0, 0, 0, 0.002, 0.005],
        /* duplicate_key    */ [0, 0, 0, 0, 0, 0, 0.005, 0.010],
        /* orphan_key       */ [0, 0, 0, 0, 0, 0, 0.010, 0.020],
    ];

    private RealityLevel(int level) => Level = level;

    /// <summary>The level, 0 to 10.</summary>
    public int Level { get; }

    /// <summary>Whether there are no defects.</summary>
    public bool IsClean => Level < FirstMessy;

    /// <summary>A level.</summary>
    public static RealityLevel Of(int level) => new(level);

    /// <summary>The share of the cells (for duplicates: rows) that can have a defect and get it.</summary>
    public double Rate(DefectKind kind) => IsClean ? 0 : s_rates[(int)kind][Level - FirstMessy];
}
