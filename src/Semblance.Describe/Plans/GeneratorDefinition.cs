namespace Semblance.Describe.Plans;

/// <summary>What a plan may say about one generator: its name, the column types it can fill, its parameters.</summary>
/// <param name="Name">The name in plans.</param>
/// <param name="Group">The heading it stands under in the documentation.</param>
/// <param name="Description">What it makes, in one sentence.</param>
/// <param name="Types">The column types it can fill, the usual one first.</param>
/// <param name="Uniqueness">Whether its columns can be unique.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record GeneratorDefinition(string Name, string Group, string Description, IReadOnlyList<string> Types, Uniqueness Uniqueness, IReadOnlyList<GeneratorParameter> Parameters)
{
    /// <summary>The parameter of a name; null if there is none.</summary>
    public GeneratorParameter? Parameter(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name);
}

/// <summary>One parameter of a generator.</summary>
/// <param name="Name">The name in plans.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Description">What it does, with its default.</param>
public sealed record GeneratorParameter(string Name, ParameterKind Kind, string Description)
{
    /// <summary>Whether a plan must give it.</summary>
    public bool Required { get; init; }

    /// <summary>The least number; null for no bound.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest number; null for no bound.</summary>
    public double? Max { get; init; }

    /// <summary>The texts that are allowed; null for any.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}

/// <summary>What the value of a parameter is.</summary>
public enum ParameterKind
{
    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A date, "2025-01-31", or a distance from the plan's as_of: "-2y", "-6m", "-4w", "-30d", "+10d", "0d".</summary>
    Date,

    /// <summary>A column of the same entity, or of a parent through a foreign key: "customer_id.signup_date".</summary>
    Column,

    /// <summary>A list of texts, numbers or booleans.</summary>
    Values,

    /// <summary>A list of numbers.</summary>
    Numbers,

    /// <summary>A text, number or boolean.</summary>
    Scalar,

    /// <summary>The steps of a life cycle: a list of {"value": text, "after_days": number}.</summary>
    Steps,

    /// <summary>The ends of a life cycle outside its steps: a list of {"value": text, "share": number, "after_days": number}.</summary>
    Exits,
}

/// <summary>Whether the columns of a generator can be unique.</summary>
public enum Uniqueness
{
    /// <summary>Values repeat; a unique column cannot have it.</summary>
    Never,

    /// <summary>Values are distinct where the column asks for it.</summary>
    OnDemand,

    /// <summary>Values are always distinct.</summary>
    Always,
}
