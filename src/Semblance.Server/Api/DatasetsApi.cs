using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Semblance.Data;
using Semblance.Server.Datasets;
using Semblance.Server.Errors;
using Semblance.Server.Http;
using Semblance.Server.OpenApi;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Datasets;

namespace Semblance.Server.Api;

/// <summary>Datasets: tables that are uploaded, version by version, and looked at.</summary>
internal static class DatasetsApi
{
    private const int UsualPreviewRows = 50;

    private const string OneQuality = """{"overall_score": 92.5, "issues": [{"kind": "missing", "column": "age", "message": "15% of the values are missing."}]}""";

    private const string OneDataset = """
        {"id": "e5f6a7b8-c9d0-1234-5678-90abcdef1234", "project_id": "d4e5f6a7-b8c9-0123-def4-567890123456", "name": "Transactions Q4", "description": "", "version": 0, "dataset_version_id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "rows": 12000, "columns": 9, "quality_score": 92.5, "created_at": "2026-02-25T09:30:00Z", "updated_at": "2026-02-25T09:30:00Z"}
        """;

    private const string OneVersion = """
        {"id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "dataset_version_id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "dataset_id": "e5f6a7b8-c9d0-1234-5678-90abcdef1234", "version": 0, "artifact_id": "0a1b2c3d-4e5f-6789-abcd-ef0123456789", "format": "csv", "rows": 12000, "columns": 9, "quality_score": 92.5, "schema": {"zip": "category"}, "created_at": "2026-02-25T09:30:00Z"}
        """;

    private const string OneProfile = $$$"""
        {"dataset_version_id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "dataset_id": "e5f6a7b8-c9d0-1234-5678-90abcdef1234", "version": 0, "schema": {"zip": "category"}, "profile": {"rows": 12000, "duplicate_rows": 0, "columns": [{"name": "age", "type": "integer", "missing": 1800, "missing_share": 0.15, "distinct": 60, "min": 18, "max": 90, "mean": 41.2, "standard_deviation": 12.1, "quantiles": {"p05": 22, "p25": 32, "p50": 40, "p75": 50, "p95": 63}}], "warnings": [], "quality": {{{OneQuality}}}}}
        """;

    public static void MapDatasets(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder datasets = routes.MapGroup("/api/datasets").WithTags("Datasets").RequireKey(KeyScopes.Model);
        datasets.MapPost("/upload", UploadAsync).WithName("uploadDataset").WithSummary("Upload a table")
            .WithDescription("The first file of a name in a project makes a dataset, the next one its next version. Versions count from 0.")
            .Describe(
                KeyScopes.Model, "201", $$"""{"id": "e5f6a7b8-c9d0-1234-5678-90abcdef1234", "dataset_id": "e5f6a7b8-c9d0-1234-5678-90abcdef1234", "dataset_version_id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "version_id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "artifact_id": "0a1b2c3d-4e5f-6789-abcd-ef0123456789", "version": 0, "quality": {{OneQuality}}}""",
                [
                    TwinErrors.MissingFile("The body has no part; send one, called 'file'."), Lookup.NoProject("5f1c"), TwinErrors.TooLarge(Hosting.ServerSettings.UsualMaxUpload),
                    TwinErrors.UnsupportedType("The name of the file must end in .csv or .parquet."), TwinErrors.Unparsable("upload.csv is empty; a table needs at least a row of column names or values."),
                    new(429, "Too many requests", "The server is working on as many tables as it can; try again later.") { RetryAfter = TimeSpan.FromSeconds(1) },
                ])
            .AddOpenApiOperationTransformer(DescribeForm);
        datasets.MapGet("/", ListAsync).WithName("listDatasets").WithSummary("List datasets, the newest first")
            .Describe(KeyScopes.Model, "200", $$"""{"items": [{{OneDataset}}], "total": 1, "limit": 50, "offset": 0}""", [ModelErrors.BadLimit()])
            .AddOpenApiOperationTransformer(Paging.Describe).WithQuery(("project_id", "Only those of a project."));
        datasets.MapGet("/{id}", GetAsync).WithName("getDataset").WithSummary("Show a dataset")
            .Describe(KeyScopes.Model, "200", $$"""{"dataset": {{OneDataset}}}""", [Lookup.NoDataset("5f1c")]);
        datasets.MapDelete("/{id}", DeleteAsync).WithName("deleteDataset").WithSummary("Delete a dataset with all its versions")
            .WithDescription("Trainings on it that have not ended fail; models that are ready stay.")
            .Describe(KeyScopes.Model, "200", """{"ok": true, "dataset_id": "e5f6a7b8-c9d0-1234-5678-90abcdef1234"}""", [Lookup.NoDataset("5f1c")]);
        datasets.MapGet("/{id}/versions", VersionsAsync).WithName("listDatasetVersions").WithSummary("List the versions of a dataset, the newest first")
            .Describe(KeyScopes.Model, "200", $$"""{"items": [{{OneVersion}}], "total": 1, "limit": 50, "offset": 0}""", [Lookup.NoDataset("5f1c"), ModelErrors.BadLimit()])
            .AddOpenApiOperationTransformer(Paging.DescribeWithoutSearch);
        datasets.MapGet("/versions/{id}", GetVersionAsync).WithName("getDatasetVersion").WithSummary("Show a version of a dataset")
            .Describe(KeyScopes.Model, "200", $$"""{"dataset_version": {{OneVersion}}}""", [Lookup.NoDatasetVersion("5f1c")]);
        datasets.MapGet("/versions/{id}/preview", PreviewAsync).WithName("previewDatasetVersion").WithSummary("Show the first rows of a version")
            .WithDescription("Numbers are numbers, everything else is a text as it is written in the file, and a missing value is null. Columns that are ignored are left out.")
            .Describe(KeyScopes.Model, "200", """{"dataset_version_id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "version": 0, "columns": ["age", "city"], "rows": [{"age": 41, "city": "Oslo"}], "total_rows": 12000}""", [Lookup.NoDatasetVersion("5f1c"), ModelErrors.BadRows("0")])
            .WithQuery(("rows", $"How many rows, 1 to {DatasetPreview.MostRows}; usually {UsualPreviewRows}. Of very wide tables there are fewer."));
        datasets.MapGet("/versions/{id}/profile", ProfileAsync).WithName("profileDatasetVersion").WithSummary("Show types, missing values, quantiles and quality of a version")
            .Describe(KeyScopes.Model, "200", OneProfile, [Lookup.NoDatasetVersion("5f1c")]);
        datasets.MapPatch("/versions/{id}/schema", ChangeSchemaAsync).WithName("changeDatasetSchema").WithSummary("Say what columns of a version are")
            .WithDescription($"For each column named one of {string.Join(", ", SchemaOverrides.Words)}, or null to go back to what the file itself says; other columns stay as they are. Models that are trained from then on follow it.")
            .Accepts<NewSchema>("application/json")
            .Describe(KeyScopes.Model, "200", OneProfile, [ModelErrors.NoJson(), Lookup.NoDatasetVersion("5f1c"), ModelErrors.BadSchema("There is no column 'postcode'.")], """{"columns": {"zip": "category", "customer": "identifier", "note": "ignore", "age": null}}""");
    }

    private static async Task<Created<UploadedVersion>> UploadAsync(HttpContext http, Caller caller, DatasetService service)
    {
        (DatasetVersion version, DatasetProfile profile) = await service.UploadAsync(http, caller);
        return TypedResults.Created(
            $"/api/datasets/{version.DatasetId}",
            new UploadedVersion(version.DatasetId, version.DatasetId, version.Id, version.Id, version.ArtifactId, version.Version, profile.Quality));
    }

    private static async Task<Ok<Page<DatasetView>>> ListAsync(HttpContext http, Caller caller, Paging paging, WorkspaceHome workspace, CancellationToken cancellation)
    {
        Guid? project = QueryId.Of(http, "project_id");
        (IReadOnlyList<DatasetSummary> datasets, int total) = await workspace.Datasets.ListAsync(caller.AccountId, project, paging.Search, paging.Limit, paging.Offset, cancellation);
        return TypedResults.Ok(new Page<DatasetView>([.. datasets.Select(DatasetView.Of)], total, paging.Limit, paging.Offset));
    }

    private static async Task<Ok<SingleDataset>> GetAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(new SingleDataset(DatasetView.Of(await Lookup.FindAsync(id, key => workspace.Datasets.GetAsync(caller.AccountId, key, cancellation), Lookup.NoDataset))));

    private static async Task<Ok<DeletedDataset>> DeleteAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(new DeletedDataset(true, await Lookup.RequireAsync(id, key => workspace.Removal.DeleteDatasetAsync(caller.AccountId, key, cancellation), Lookup.NoDataset)));

    private static async Task<Ok<Page<VersionView>>> VersionsAsync(string id, Caller caller, Paging paging, WorkspaceHome workspace, CancellationToken cancellation)
    {
        (IReadOnlyList<DatasetVersion> Versions, int Total)? found =
            Guid.TryParse(id, out Guid key) ? await workspace.Datasets.VersionsAsync(caller.AccountId, key, paging.Limit, paging.Offset, cancellation) : null;
        return found is { } page ? TypedResults.Ok(new Page<VersionView>([.. page.Versions.Select(VersionView.Of)], page.Total, paging.Limit, paging.Offset)) : throw Lookup.NoDataset(id);
    }

    private static async Task<Ok<SingleVersion>> GetVersionAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(new SingleVersion(VersionView.Of(await FindVersionAsync(id, caller, workspace, cancellation))));

    private static async Task<Ok<PreviewView>> PreviewAsync(string id, HttpContext http, Caller caller, WorkspaceHome workspace, CancellationToken cancellation)
    {
        string text = http.Request.Query["rows"].ToString();
        int rows = text.Length == 0 ? UsualPreviewRows
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked is >= 1 and <= DatasetPreview.MostRows ? asked
            : throw ModelErrors.BadRows(text);
        DatasetVersion version = await FindVersionAsync(id, caller, workspace, cancellation);
        var preview = DatasetPreview.Parse(version.Preview);
        var shown = preview.Rows.Take(rows).Select(row => preview.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)).ToArray();
        return TypedResults.Ok(new PreviewView(version.Id, version.Version, preview.Columns, shown, version.RowCount));
    }

    private static async Task<Ok<ProfileView>> ProfileAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation)
    {
        DatasetVersion version = await FindVersionAsync(id, caller, workspace, cancellation);
        return TypedResults.Ok(ProfileView.Of(version, SchemaOverrides.Parse(version.Overrides), DatasetProfile.Parse(version.Profile)));
    }

    private static async Task<Ok<ProfileView>> ChangeSchemaAsync(string id, HttpContext http, Caller caller, WorkspaceHome workspace, DatasetService service)
    {
        JsonBody body = await JsonBody.ReadAsync(http, "columns");
        while (true)
        {
            DatasetVersion version = await FindVersionAsync(id, caller, workspace, http.RequestAborted);
            SchemaOverrides overrides = Changed(SchemaOverrides.Parse(version.Overrides), body["columns"], DatasetProfile.Parse(version.Profile));
            if (await service.OverrideAsync(http, version, overrides) is { } profile)
            {
                return TypedResults.Ok(ProfileView.Of(version, overrides, profile));
            }
            // Another request was faster. What it said of other columns stays.
        }
    }

    private static Task<DatasetVersion> FindVersionAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        Lookup.FindAsync(id, key => workspace.Datasets.GetVersionAsync(caller.AccountId, key, cancellation), Lookup.NoDatasetVersion);

    private static SchemaOverrides Changed(SchemaOverrides overrides, JsonElement columns, DatasetProfile profile)
    {
        if (columns.ValueKind != JsonValueKind.Object)
        {
            throw ModelErrors.BadSchema("Send an object such as {\"zip\": \"category\"}.");
        }
        var words = new Dictionary<string, string>(overrides.Columns, StringComparer.Ordinal);
        foreach (JsonProperty column in columns.EnumerateObject())
        {
            if (!profile.Columns.Any(known => known.Name == column.Name))
            {
                throw ModelErrors.BadSchema($"There is no column '{(column.Name.Length <= 60 ? column.Name : column.Name[..60] + "...")}'.");
            }
            if (column.Value.ValueKind == JsonValueKind.Null)
            {
                words.Remove(column.Name);
            }
            else if (column.Value.ValueKind == JsonValueKind.String && SchemaOverrides.Words.Contains(column.Value.GetString(), StringComparer.Ordinal))
            {
                words[column.Name] = column.Value.GetString()!;
            }
            else
            {
                throw ModelErrors.BadSchema($"Column '{column.Name}' can be {string.Join(", ", SchemaOverrides.Words)} or null.");
            }
        }
        return profile.Columns.Any(column => words.GetValueOrDefault(column.Name) != SchemaOverrides.Ignore) ? new SchemaOverrides(words.OrderBy(word => word.Key, StringComparer.Ordinal).ToDictionary())
            : throw ModelErrors.BadSchema("At least one column must stay.");
    }

    private static Task DescribeForm(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "A form with the file and what to call it. The whole body may have 500,000,000 bytes.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "project_id", "name", "file" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["project_id"] = Text("The project."),
                            ["name"] = Text("The dataset's name."),
                            ["description"] = Text("What it holds."),
                            ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "A table, as .csv or .parquet." },
                        },
                    },
                },
            },
        };
        return Task.CompletedTask;
    }

    /// <summary>What is said about columns.</summary>
    /// <param name="Columns">By column name, a type, "ignore", or null.</param>
    internal sealed record NewSchema(Dictionary<string, string?> Columns);

    /// <summary>A dataset.</summary>
    internal sealed record DatasetView(
        Guid Id, Guid ProjectId, string Name, string Description, int Version, Guid DatasetVersionId, int Rows, int Columns, double QualityScore, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public static DatasetView Of(DatasetSummary summary)
        {
            (Dataset dataset, DatasetVersion latest) = summary;
            return new(
                dataset.Id, dataset.ProjectId, dataset.Name, dataset.Description, latest.Version, latest.Id, latest.RowCount, latest.ColumnCount, latest.QualityScore, dataset.CreatedAt, latest.CreatedAt);
        }
    }

    /// <summary>One dataset.</summary>
    internal sealed record SingleDataset(DatasetView Dataset);

    /// <summary>A version of a dataset.</summary>
    internal sealed record VersionView(
        Guid Id, Guid DatasetVersionId, Guid DatasetId, int Version, Guid ArtifactId, string Format, int Rows, int Columns, double QualityScore, IReadOnlyDictionary<string, string> Schema, DateTimeOffset CreatedAt)
    {
        public static VersionView Of(DatasetVersion version) => new(
            version.Id, version.Id, version.DatasetId, version.Version, version.ArtifactId, version.Format == TableFormat.Parquet ? "parquet" : "csv", version.RowCount, version.ColumnCount, version.QualityScore,
            SchemaOverrides.Parse(version.Overrides).Columns, version.CreatedAt);
    }

    /// <summary>One version.</summary>
    internal sealed record SingleVersion(VersionView DatasetVersion);

    /// <summary>A version that was uploaded.</summary>
    internal sealed record UploadedVersion(Guid Id, Guid DatasetId, Guid DatasetVersionId, Guid VersionId, Guid ArtifactId, int Version, DataQuality Quality);

    /// <summary>The first rows of a version.</summary>
    internal sealed record PreviewView(Guid DatasetVersionId, int Version, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows, int TotalRows);

    /// <summary>What a version is like.</summary>
    internal sealed record ProfileView(Guid DatasetVersionId, Guid DatasetId, int Version, IReadOnlyDictionary<string, string> Schema, DatasetProfile Profile)
    {
        public static ProfileView Of(DatasetVersion version, SchemaOverrides overrides, DatasetProfile profile) => new(version.Id, version.DatasetId, version.Version, overrides.Columns, profile);
    }

    /// <summary>A dataset that is gone.</summary>
    internal sealed record DeletedDataset(bool Ok, Guid DatasetId);
}
