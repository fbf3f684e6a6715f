using Semblance.Describe.Plans;

namespace Semblance.Describe.Generation;

/// <summary>How the values of a vector are kept.</summary>
internal enum VectorKind
{
    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Numbers times 10 to the vector's decimals.</summary>
    Decimal,

    /// <summary>Days since 0001-01-01.</summary>
    Date,

    /// <summary>Seconds since 0001-01-01T00:00:00.</summary>
    DateTime,

    /// <summary>Seconds since midnight.</summary>
    Time,

    /// <summary>0 or 1.</summary>
    Boolean,

    /// <summary>UTF-8 text.</summary>
    Text,
}

/// <summary>Plan types as vectors.</summary>
internal static class VectorKinds
{
    /// <summary>Seconds of a day.</summary>
    public const long DaySeconds = 86_400;

    /// <summary>How the values of a plan type are kept.</summary>
    public static VectorKind Of(string planType) => planType switch
    {
        PlanTypes.Integer => VectorKind.Whole,
        PlanTypes.Decimal => VectorKind.Decimal,
        PlanTypes.Boolean => VectorKind.Boolean,
        PlanTypes.Date => VectorKind.Date,
        PlanTypes.DateTime => VectorKind.DateTime,
        PlanTypes.Time => VectorKind.Time,
        _ => VectorKind.Text,
    };
}
