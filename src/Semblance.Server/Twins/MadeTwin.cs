using Semblance.Data;
using Semblance.Quality;

namespace Semblance.Server.Twins;

/// <summary>A finished twin on disk, and what its headers say.</summary>
internal sealed record MadeTwin
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>The format it came in and goes out in.</summary>
    public required TableFormat Format { get; init; }

    /// <summary>The seed of fit and rows.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How near it is to the real table.</summary>
    public required TwinFigures Figures { get; init; }

    /// <summary>How far pairs of columns move together otherwise; NaN if no column can be compared.</summary>
    public required double TrendError { get; init; }

    /// <summary>The privacy share, if it was asked for; NaN if the table is too small for it.</summary>
    public required double? PrivacyShare { get; init; }
}
