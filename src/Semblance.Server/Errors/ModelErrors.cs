using Semblance.Models;
using Semblance.Server.Api;
using Semblance.Workspace.Datasets;

namespace Semblance.Server.Errors;

/// <summary>Errors that several routes of the model API share.</summary>
internal static class ModelErrors
{
    public static ApiException NoJson() => new(400, "The body cannot be read as JSON", "It stops being JSON in line 1, byte 12.");

    public static ApiException BadLimit() => new(422, "'limit' must be a whole number from 1 to 500", "'0' is not.");

    public static ApiException BadRows(string text) => new(422, $"'rows' must be a whole number from 1 to {DatasetPreview.MostRows}", $"'{text}' is not.");

    public static ApiException BadSchema(string detail) => new(422, "'columns' must be an object of column types", detail);

    public static ApiException BadOption(string option, string sentence) => new(422, $"'{option}' cannot be used in 'config'", sentence);

    public static ApiException BadConditions(string detail) => new(422, "'conditions' must be column-value pairs", detail);

    public static ApiException BadStatus(string text) => new(422, $"'status' must be one of {string.Join(", ", Words.JobStatuses)}", $"'{text}' is not.");

    public static ApiException TooSmall(int rows, int columns) =>
        new(422, $"A model needs more than {Synthesizers.MinimumRows - 1} rows and more than {Synthesizers.MinimumColumns - 1} columns", $"This version of the dataset has {rows} rows and {columns} columns that are not ignored.");

    public static ApiException NotReady(string status, string? why) => new(409, "Model is not ready", $"Its status is '{status}'{Because(why)}.");

    public static ApiException NoOutput(string status, string? why) => new(409, "Job output is not available", $"The job's status is '{status}'{Because(why)}.");

    public static ApiException JobEnded(string status) => new(409, "Job has ended", $"Its status is '{status}'; there is nothing to cancel.");

    public static ApiException NoEntity(string id) => new(404, "Entity not found", $"The project has no model and no job that makes rows of one with the id '{(id.Length <= 60 ? id : id[..60] + "...")}'.");

    public static ApiException EntityNotReady() => new(409, "Entity is not ready", "Wait until the model's status is 'ready', or the job's 'completed'.");

    public static ApiException NoReportYet(string status, string? why) => new(409, "Report is not available", $"Its status is '{status}'{Because(why)}.");

    private static string Because(string? why) => why is null ? "" : $": {why.TrimEnd('.')}";
}
