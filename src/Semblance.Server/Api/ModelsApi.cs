using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Semblance.Data;
using Semblance.Models;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;
using Semblance.Server.Http;
using Semblance.Server.OpenApi;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Projects;

namespace Semblance.Server.Api;

/// <summary>Models: trained on a version of a dataset, then asked for rows.</summary>
internal static class ModelsApi
{
    private const string UsualType = "ctgan";
    private const double LargestHoldout = 0.5;

    /// <summary>The most jobs that are shown with their model; the list of jobs has all of them.</summary>
    private const int MostJobsShown = 500;

    private const string ListedModel = """
        {"id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "name": "Transactions CTGAN", "model_type": "ctgan", "status": "ready", "dataset_name": "Transactions Q4", "dataset_version": 0, "created_at": "2026-02-25T10:00:00Z"}
        """;

    private const string OneModel = """
        {"model": {"id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "name": "Transactions CTGAN", "model_type": "ctgan", "status": "ready", "config": {"epochs": 300, "batch_size": 500}, "dataset_name": "Transactions Q4", "dataset_version": 0, "dataset_id": "e5f6a7b8-c9d0-1234-5678-90abcdef1234", "created_at": "2026-02-25T10:00:00Z", "project_id": "d4e5f6a7-b8c9-0123-def4-567890123456", "dataset_version_id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "seed": 336383394, "holdout_share": 0.2, "artifact_id": "1d2e3f4a-5b6c-7890-1234-56789abcdef0", "error": null}, "jobs": [{"id": "7a8b9c0d-1e2f-3456-7890-123456789012", "job_type": "train", "status": "completed", "created_at": "2026-02-25T10:00:00Z"}]}
        """;

    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder models = routes.MapGroup("/api/synthgen").WithTags("Models").RequireKey(KeyScopes.Model);
        models.MapGet("/model-types", ModelTypes).WithName("listModelTypes").WithSummary("List the types of models")
            .Describe(KeyScopes.Model, "200", """{"model_types": [{"id": "ctgan", "name": "CTGAN", "description": "Conditional Tabular GAN - best for general tabular data"}]}""", []);
        models.MapPost("/models", CreateAsync).WithName("createModel").WithSummary("Train a model")
            .WithDescription("""
                Makes a model and queues the job that trains it; poll the model until its status is `ready` or `failed`. Without `model_type` it is a `ctgan`. `config` takes the
                options of its type, such as `{"epochs": 300, "batch_size": 500}`. A share of the rows (`holdout_share`, 0 to 0.5, usually 0.2) is kept from the training, so that reports are honest.
                """)
            .Accepts<NewModelBody>("application/json")
            .Describe(
                KeyScopes.Model, "201", """{"id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "model_id": "5e6f7a8b-9c0d-1234-ef56-789012345678", "job_id": "6f7a8b9c-0d1e-2345-f678-901234567890", "status": "pending"}""",
                [
                    ModelErrors.NoJson(), Lookup.NoProject("5f1c"), Lookup.NoDatasetVersion("5f1c"), ModelErrors.BadOption("pac", "The option 'pac' of ctgan must be a whole number from 1 to 100 that divides batch_size; 7 does not divide 500."),
                    ModelErrors.TooSmall(12, 5),
                ],
                """{"project_id": "d4e5f6a7-b8c9-0123-def4-567890123456", "dataset_version_id": "f6a7b8c9-d0e1-2345-6789-0abcdef12345", "name": "Transactions CTGAN", "model_type": "ctgan", "config": {"epochs": 300, "batch_size": 500}}""");
        models.MapGet("/models", ListAsync).WithName("listModels").WithSummary("List models, the newest first")
            .Describe(KeyScopes.Model, "200", $$"""{"items": [{{ListedModel}}], "total": 1, "limit": 50, "offset": 0}""", [ModelErrors.BadLimit()])
            .AddOpenApiOperationTransformer(Paging.Describe).WithQuery(("project_id", "Only those of a project."));
        models.MapGet("/models/{id}", GetAsync).WithName("getModel").WithSummary("Show a model with its jobs")
            .Describe(KeyScopes.Model, "200", OneModel, [Lookup.NoModel("5f1c")]);
        models.MapPost("/models/{id}/generate", GenerateAsync).WithName("generateRows").WithSummary("Make rows of a model")
            .WithDescription("Queues a job; poll it until its status is `completed` or `failed`, then download. Every row satisfies `conditions`, a value for each of some columns. `format` is csv (usual) or parquet.")
            .Accepts<NewRowsBody>("application/json")
            .Describe(
                KeyScopes.Model, "200", """{"job_id": "8b9c0d1e-2f3a-4567-8901-234567890123", "synthgen_job_id": "9c0d1e2f-3a4b-5678-9012-345678901234", "status": "pending"}""",
                [ModelErrors.NoJson(), Lookup.NoModel("5f1c"), ModelErrors.NotReady("training", null), ModelErrors.BadConditions("The value of column 'city' must be a text, a number, true or false.")],
                """{"num_rows": 10000, "seed": 42}""");
        models.MapDelete("/models/{id}", DeleteAsync).WithName("deleteModel").WithSummary("Delete a model")
            .WithDescription("Its jobs are cancelled and removed, its reports, its rows and everything else that came of it, too.")
            .Describe(KeyScopes.Model, "200", """{"ok": true, "model_id": "5e6f7a8b-9c0d-1234-ef56-789012345678"}""", [Lookup.NoModel("5f1c")]);
    }

    private static Ok<ModelTypeList> ModelTypes() => TypedResults.Ok(new ModelTypeList([.. Synthesizers.All.Select(family => new ModelTypeView(family.Name, family.Title, family.Description))]));

    private static async Task<Created<MadeModel>> CreateAsync(HttpContext http, Caller caller, WorkspaceHome workspace)
    {
        JsonBody body = await JsonBody.ReadAsync(http, "project_id", "dataset_version_id", "name", "model_type", "config", "holdout_share");
        string projectId = body.RequiredId("project_id"), versionId = body.RequiredId("dataset_version_id");
        string name = body.RequiredText("name", ProjectStore.LongestName);
        string type = body.OneOf("model_type", Synthesizers.All.Select(family => family.Name)) ?? UsualType;
        JsonElement config = body["config"];
        double holdout = body.Number("holdout_share", 0, LargestHoldout) ?? NewModel.UsualHoldoutShare;
        Project project = await Lookup.FindAsync(projectId, id => workspace.Projects.GetAsync(caller.AccountId, id, http.RequestAborted), Lookup.NoProject);
        DatasetVersion version = await Lookup.FindAsync(versionId, id => workspace.Datasets.GetVersionAsync(caller.AccountId, id, http.RequestAborted), Lookup.NoDatasetVersion);
        RequireEnough(version);
        var wish = new NewModel
        {
            ProjectId = project.Id,
            DatasetVersionId = version.Id,
            Name = name,
            ModelType = type,
            Config = config.ValueKind == JsonValueKind.Undefined ? "{}" : config.GetRawText(),
            HoldoutShare = holdout,
        };
        try
        {
            // Null where the version belongs to another project of the account, or something has just been deleted.
            (SynthModel model, Job job) = await workspace.Models.CreateAsync(caller.AccountId, wish, http.RequestAborted) ?? throw Lookup.NoDatasetVersion(versionId);
            return TypedResults.Created($"/api/synthgen/models/{model.Id}", new MadeModel(model.Id, model.Id, job.QueueId, Words.Of(model.Status)));
        }
        catch (ModelOptionException exception)
        {
            throw ModelErrors.BadOption(exception.Option, exception.Message);
        }
    }

    private static async Task<Ok<Page<ListedModelView>>> ListAsync(HttpContext http, Caller caller, Paging paging, WorkspaceHome workspace, CancellationToken cancellation)
    {
        (IReadOnlyList<SynthModel> models, int total) = await workspace.Models.ListAsync(caller.AccountId, QueryId.Of(http, "project_id"), paging.Search, paging.Limit, paging.Offset, cancellation);
        return TypedResults.Ok(new Page<ListedModelView>([.. models.Select(ListedModelView.Of)], total, paging.Limit, paging.Offset));
    }

    private static async Task<Ok<SingleModel>> GetAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation)
    {
        SynthModel model = await Lookup.FindAsync(id, key => workspace.Models.GetAsync(caller.AccountId, key, cancellation), Lookup.NoModel);
        (IReadOnlyList<JobDetail> jobs, _) = await workspace.Jobs.ListAsync(caller.AccountId, new JobFilter { ModelId = model.Id }, MostJobsShown, 0, cancellation);
        return TypedResults.Ok(new SingleModel(ModelView.Of(model), [.. jobs.Select(job => new ShortJobView(job.Job.Id, Words.Of(job.Job.Kind), Words.Of(job.Job.Status), job.Job.CreatedAt))]));
    }

    private static async Task<Ok<AskedRows>> GenerateAsync(string id, HttpContext http, Caller caller, WorkspaceHome workspace, ServerSettings settings)
    {
        JsonBody body = await JsonBody.ReadAsync(http, "num_rows", "seed", "conditions", "format");
        var wish = new NewGeneration
        {
            Rows = (long)(body.WholeNumber("num_rows", 1, (ulong)settings.MaxRows) ?? NewGeneration.UsualRows),
            Seed = body.WholeNumber("seed", 0, ulong.MaxValue),
            Conditions = ConditionsOf(body["conditions"]),
            Format = body.OneOf("format", ["csv", "parquet"]) == "parquet" ? TableFormat.Parquet : TableFormat.Csv,
        };
        SynthModel model = await Lookup.FindAsync(id, key => workspace.Models.GetAsync(caller.AccountId, key, http.RequestAborted), Lookup.NoModel);
        (ModelWish outcome, Job? job) = await workspace.Jobs.GenerateAsync(caller.AccountId, model.Id, wish, http.RequestAborted);
        return outcome switch
        {
            ModelWish.Created => TypedResults.Ok(new AskedRows(job!.QueueId, job.Id, Words.Of(job.Status))),
            ModelWish.NotReady => throw ModelErrors.NotReady(Words.Of(model.Status), model.Error),
            _ => throw Lookup.NoModel(id),
        };
    }

    private static async Task<Ok<DeletedModel>> DeleteAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(new DeletedModel(true, await Lookup.RequireAsync(id, key => workspace.Models.DeleteAsync(caller.AccountId, key, cancellation), Lookup.NoModel)));

    /// <summary>What can be known before the training is not left for it to find out.</summary>
    private static void RequireEnough(DatasetVersion version)
    {
        int columns = version.ColumnCount - SchemaOverrides.Parse(version.Overrides).Columns.Count(column => column.Value == SchemaOverrides.Ignore);
        if (version.RowCount < Synthesizers.MinimumRows || columns < Synthesizers.MinimumColumns)
        {
            throw ModelErrors.TooSmall(version.RowCount, columns);
        }
    }

    private static Dictionary<string, string> ConditionsOf(JsonElement conditions)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (conditions.ValueKind == JsonValueKind.Undefined)
        {
            return values;
        }
        if (conditions.ValueKind != JsonValueKind.Object)
        {
            throw ModelErrors.BadConditions("It must be an object such as {\"city\": \"Oslo\"}.");
        }
        foreach (JsonProperty condition in conditions.EnumerateObject())
        {
            values[condition.Name] = condition.Value.ValueKind switch
            {
                JsonValueKind.String => condition.Value.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => condition.Value.GetRawText(),
                _ => throw ModelErrors.BadConditions($"The value of column '{condition.Name}' must be a text, a number, true or false."),
            };
        }
        return values;
    }

    /// <summary>A model to be trained.</summary>
    /// <param name="ProjectId">The project.</param>
    /// <param name="DatasetVersionId">The version of a dataset of that project.</param>
    /// <param name="Name">What people call it.</param>
    /// <param name="ModelType">Its type; ctgan if nothing is said.</param>
    /// <param name="Config">Options of its type.</param>
    /// <param name="HoldoutShare">The share of the rows that is kept from the training, 0 to 0.5; 0.2 if nothing is said.</param>
    internal sealed record NewModelBody(Guid ProjectId, Guid DatasetVersionId, string Name, string? ModelType, JsonObject? Config, double? HoldoutShare);

    /// <summary>Rows to be made.</summary>
    /// <param name="NumRows">How many; 1,000 if nothing is said.</param>
    /// <param name="Seed">The same model, seed and conditions give the same bytes; drawn if nothing is said.</param>
    /// <param name="Conditions">Values that every row must have, by column.</param>
    /// <param name="Format">csv or parquet; csv if nothing is said.</param>
    internal sealed record NewRowsBody(long? NumRows, ulong? Seed, JsonObject? Conditions, string? Format);

    /// <summary>A model that was made.</summary>
    internal sealed record MadeModel(Guid Id, Guid ModelId, Guid JobId, string Status);

    /// <summary>A model as lists show it.</summary>
    internal sealed record ListedModelView(Guid Id, string Name, string ModelType, string Status, string DatasetName, int DatasetVersion, DateTimeOffset CreatedAt)
    {
        public static ListedModelView Of(SynthModel model) => new(model.Id, model.Name, model.ModelType, Words.Of(model.Status), model.DatasetName, model.DatasetVersion, model.CreatedAt);
    }

    /// <summary>A model: the documented fields, and behind them ours.</summary>
    internal sealed record ModelView(
        Guid Id, string Name, string ModelType, string Status, JsonNode Config, string DatasetName, int DatasetVersion, Guid DatasetId, DateTimeOffset CreatedAt,
        Guid ProjectId, Guid DatasetVersionId, ulong Seed, double HoldoutShare, Guid? ArtifactId, string? Error)
    {
        public static ModelView Of(SynthModel model) => new(
            model.Id, model.Name, model.ModelType, Words.Of(model.Status), JsonNode.Parse(model.Config)!, model.DatasetName, model.DatasetVersion, model.DatasetId, model.CreatedAt,
            model.ProjectId, model.DatasetVersionId, model.Seed, model.HoldoutShare, model.ArtifactId, model.Error);
    }

    /// <summary>A job of a model.</summary>
    internal sealed record ShortJobView(Guid Id, string JobType, string Status, DateTimeOffset CreatedAt);

    /// <summary>A model and its jobs.</summary>
    internal sealed record SingleModel(ModelView Model, IReadOnlyList<ShortJobView> Jobs);

    /// <summary>Rows that were asked for.</summary>
    internal sealed record AskedRows(Guid JobId, Guid SynthgenJobId, string Status);

    /// <summary>A model that is gone.</summary>
    internal sealed record DeletedModel(bool Ok, Guid ModelId);

    /// <summary>A type of models.</summary>
    internal sealed record ModelTypeView(string Id, string Name, string Description);

    /// <summary>The types of models.</summary>
    internal sealed record ModelTypeList(IReadOnlyList<ModelTypeView> ModelTypes);
}
