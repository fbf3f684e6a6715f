using Semblance.Describe.Output;
using Semblance.Describe.Planning;
using Semblance.Describe.Plans;

namespace Semblance.Server.Descriptions;

/// <summary>What the body of <c>POST /api/generate</c> asks for.</summary>
internal sealed record DescribeRequest
{
    /// <summary>What every key begins with.</summary>
    public const string KeyStart = "sk-";

    /// <summary>The number of rows of each dataset if nothing is said.</summary>
    public const long UsualSize = 1000;

    /// <summary>The reality if nothing is said.</summary>
    public const int UsualReality = 3;

    /// <summary>The caller's key. It must never be stored or logged.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The tables in words; null if <see cref="Plan"/> is there.</summary>
    public string? Prompt { get; init; }

    /// <summary>The plan, checked; null if <see cref="Prompt"/> is there.</summary>
    public Plan? Plan { get; init; }

    /// <summary>The number of datasets; null to go by the prompt or the plan.</summary>
    public int? Datasets { get; init; }

    /// <summary>Records per dataset.</summary>
    public long Size { get; init; } = UsualSize;

    /// <summary>How messy the tables are, 0 to 10.</summary>
    public int Reality { get; init; } = UsualReality;

    /// <summary>How the tables are written.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>The database that SQL is for.</summary>
    public SqlDialect Dialect { get; init; }

    /// <summary>Whether the number of datasets may be corrected.</summary>
    public bool AutoCorrect { get; init; } = true;

    /// <summary>The seed; null to draw one.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The locale, one of <see cref="PlanLocales"/>; null for the prompt's or plan's.</summary>
    public string? Locale { get; init; }

    /// <summary>Whether the answer lists all defects.</summary>
    public bool IncludeDefects { get; init; }

    /// <summary>Whether it is made in the background.</summary>
    public bool IsAsync { get; init; }

    /// <summary>Where to say that it has ended; null for nowhere. Only if <see cref="IsAsync"/>.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>What a planner is asked for; only if there is a prompt.</summary>
    public PlanRequest PlanRequest => new() { Prompt = Prompt!, Datasets = Datasets, DatasetSize = Size, AutoCorrect = AutoCorrect, Locale = Locale };

    // Records print all that they hold; this one holds a key.
    public override string ToString() => nameof(DescribeRequest);
}
