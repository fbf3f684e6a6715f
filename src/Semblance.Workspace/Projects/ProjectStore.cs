using Microsoft.EntityFrameworkCore;
using Semblance.Workspace.Database;

namespace Semblance.Workspace.Projects;

/// <summary>The projects of accounts. Whatever is asked for another account's project, the answer is that there is none.</summary>
public sealed class ProjectStore(WorkspaceDatabase database, TimeProvider time)
{
    /// <summary>The longest name of a project or of anything in it, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>The longest description, in characters.</summary>
    public const int LongestDescription = 2_000;

    /// <summary>Makes a project.</summary>
    public Task<Project> CreateAsync(Guid accountId, string name, string description, CancellationToken cancellation = default) => database.WriteAsync(async context =>
    {
        DateTimeOffset now = time.GetUtcNow();
        var project = new Project { Id = Guid.NewGuid(), AccountId = accountId, Name = name, Description = description, CreatedAt = now, UpdatedAt = now };
        context.Projects.Add(project);
        await context.SaveChangesAsync(cancellation);
        return project;
    }, cancellation);

    /// <summary>Some of the projects, the newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="search">Part of the name; null for all.</param>
    /// <param name="limit">The most projects.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <returns>The projects and how many there are in all.</returns>
    public async Task<(IReadOnlyList<Project> Projects, int Total)> ListAsync(Guid accountId, string? search, int limit, int offset, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        IQueryable<Project> projects = context.Projects.AsNoTracking().Where(project => project.AccountId == accountId);
        if (!string.IsNullOrEmpty(search))
        {
            projects = projects.Where(project => project.Name.Contains(search));
        }
        int total = await projects.CountAsync(cancellation);
        return (await projects.OrderByDescending(project => project.CreatedAt).ThenByDescending(project => project.Id).Skip(offset).Take(limit).ToArrayAsync(cancellation), total);
    }

    /// <summary>A project; null if the account has none of that id.</summary>
    public async Task<Project?> GetAsync(Guid accountId, Guid id, CancellationToken cancellation = default)
    {
        await using WorkspaceContext context = database.CreateContext();
        return await context.Projects.AsNoTracking().SingleOrDefaultAsync(project => project.Id == id && project.AccountId == accountId, cancellation);
    }

    /// <summary>
    /// Takes hold of a project within a transaction that puts something into it: until that ends nobody else can do so, or delete the project.
    /// </summary>
    /// <returns>Whether the account has such a project.</returns>
    internal static async Task<bool> HoldAsync(WorkspaceContext context, Guid accountId, Guid id, DateTimeOffset now, CancellationToken cancellation) =>
        await context.Projects.Where(project => project.Id == id && project.AccountId == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(project => project.UpdatedAt, now), cancellation) > 0;
}
