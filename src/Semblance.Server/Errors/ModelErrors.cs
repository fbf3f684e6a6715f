using Semblance.Workspace.Datasets;

namespace Semblance.Server.Errors;

/// <summary>Errors that several routes of the model API share.</summary>
internal static class ModelErrors
{
    public static ApiException NoJson() => new(400, "The body cannot be read as JSON", "It stops being JSON in line 1, byte 12, or names a field twice.");

    public static ApiException BadLimit() => new(422, "'limit' must be a whole number from 1 to 500", "'0' is not.");

    public static ApiException BadRows(string text) => new(422, $"'rows' must be a whole number from 1 to {DatasetPreview.MostRows}", $"'{text}' is not.");

    public static ApiException BadSchema(string detail) => new(422, "'columns' must be an object of column types", detail);
}
