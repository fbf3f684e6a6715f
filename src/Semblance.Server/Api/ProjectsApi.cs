using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Semblance.Server.Errors;
using Semblance.Server.Http;
using Semblance.Server.OpenApi;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Projects;

namespace Semblance.Server.Api;

/// <summary>Projects: what datasets, models, jobs and reports are kept together in.</summary>
internal static class ProjectsApi
{
    private const string OneProject = """
        {"id": "d4e5f6a7-b8c9-0123-def4-567890123456", "name": "Fraud Detection v2", "description": "", "created_at": "2026-02-25T09:00:00Z", "updated_at": "2026-02-25T10:00:00Z"}
        """;

    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder projects = routes.MapGroup("/api/projects").WithTags("Projects").RequireKey(KeyScopes.Model);
        projects.MapPost("/", CreateAsync).WithName("createProject").WithSummary("Make a project")
            .Accepts<NewProject>("application/json")
            .Describe(
                KeyScopes.Model, "201", $$"""{"id": "d4e5f6a7-b8c9-0123-def4-567890123456", "project_id": "d4e5f6a7-b8c9-0123-def4-567890123456", "project": {{OneProject}}}""",
                [ModelErrors.NoJson(), JsonBody.BadText("name", ProjectStore.LongestName, mayBeEmpty: false)], """{"name": "Fraud Detection v2", "description": ""}""");
        projects.MapGet("/", ListAsync).WithName("listProjects").WithSummary("List projects, the newest first")
            .Describe(KeyScopes.Model, "200", $$"""{"items": [{{OneProject}}], "total": 1, "limit": 50, "offset": 0}""", [ModelErrors.BadLimit()])
            .AddOpenApiOperationTransformer(Paging.Describe);
        projects.MapGet("/{id}", GetAsync).WithName("getProject").WithSummary("Show a project")
            .Describe(KeyScopes.Model, "200", $$"""{"project": {{OneProject}}}""", [Lookup.NoProject("5f1c")]);
        projects.MapDelete("/{id}", DeleteAsync).WithName("deleteProject").WithSummary("Delete a project with everything in it")
            .WithDescription("Its jobs are cancelled; its reports, models, datasets and their files are removed.")
            .Describe(KeyScopes.Model, "200", """{"ok": true, "project_id": "d4e5f6a7-b8c9-0123-def4-567890123456"}""", [Lookup.NoProject("5f1c")]);
    }

    private static async Task<Created<MadeProject>> CreateAsync(HttpContext http, Caller caller, WorkspaceHome workspace)
    {
        JsonBody body = await JsonBody.ReadAsync(http, "name", "description");
        string name = body.RequiredText("name", ProjectStore.LongestName);
        string description = body.Text("description", ProjectStore.LongestDescription, mayBeEmpty: true) ?? "";
        Project project = await workspace.Projects.CreateAsync(caller.AccountId, name, description, http.RequestAborted);
        return TypedResults.Created($"/api/projects/{project.Id}", new MadeProject(project.Id, project.Id, ProjectView.Of(project)));
    }

    private static async Task<Ok<Page<ProjectView>>> ListAsync(Caller caller, Paging paging, WorkspaceHome workspace, CancellationToken cancellation)
    {
        (IReadOnlyList<Project> projects, int total) = await workspace.Projects.ListAsync(caller.AccountId, paging.Search, paging.Limit, paging.Offset, cancellation);
        return TypedResults.Ok(new Page<ProjectView>([.. projects.Select(ProjectView.Of)], total, paging.Limit, paging.Offset));
    }

    private static async Task<Ok<SingleProject>> GetAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(new SingleProject(ProjectView.Of(await Lookup.FindAsync(id, key => workspace.Projects.GetAsync(caller.AccountId, key, cancellation), Lookup.NoProject))));

    private static async Task<Ok<DeletedProject>> DeleteAsync(string id, Caller caller, WorkspaceHome workspace, CancellationToken cancellation) =>
        TypedResults.Ok(new DeletedProject(true, await Lookup.RequireAsync(id, key => workspace.Removal.DeleteProjectAsync(caller.AccountId, key, cancellation), Lookup.NoProject)));

    /// <summary>A project to be made.</summary>
    /// <param name="Name">What people call it.</param>
    /// <param name="Description">What it is about.</param>
    internal sealed record NewProject(string Name, string? Description);

    /// <summary>A project.</summary>
    internal sealed record ProjectView(Guid Id, string Name, string Description, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public static ProjectView Of(Project project) => new(project.Id, project.Name, project.Description, project.CreatedAt, project.UpdatedAt);
    }

    /// <summary>A project that was made.</summary>
    internal sealed record MadeProject(Guid Id, Guid ProjectId, ProjectView Project);

    /// <summary>One project.</summary>
    internal sealed record SingleProject(ProjectView Project);

    /// <summary>A project that is gone.</summary>
    internal sealed record DeletedProject(bool Ok, Guid ProjectId);
}
