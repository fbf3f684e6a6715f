using Microsoft.EntityFrameworkCore;
using Semblance.Data;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Artifacts;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Generation;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Projects;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Reports;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Jobs;

/// <summary>An account of a test with a project and a dataset in it.</summary>
internal sealed record TestAccount(Guid Id, Guid ProjectId, Guid DatasetId, Guid VersionId);

/// <summary>A workspace of a test's own in either kind of database.</summary>
internal sealed class TestWorkspace : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private TestWorkspace(TestDatabase database) => _database = database;

    public TestDatabase Database => _database;

    public WorkspaceHome Home { get; private set; } = null!;

    public static async Task<TestWorkspace> CreateAsync(string kind, JobSettings? settings = null, S3Settings? s3 = null)
    {
        var test = new TestWorkspace(await TestDatabase.CreateAsync(kind, migrate: false));
        test.Home = await test.OpenAsync(settings, s3);
        return test;
    }

    /// <summary>Opens the same workspace once more, as another process would.</summary>
    public Task<WorkspaceHome> OpenAsync(JobSettings? settings = null, S3Settings? s3 = null) =>
        WorkspaceHome.OpenAsync(_database.Folder, new WorkspaceOptions { Postgres = _database.PostgresConnection, S3 = s3, Jobs = settings ?? new JobSettings() }, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>An account with a dataset of some 200 rows.</summary>
    public async Task<TestAccount> AddAccountAsync(string name, string? csv = null)
    {
        ApiKey key = (await Home.Keys.CreateAsync(new NewKey(name, KeyScopes.Model, null, name))).Key;
        Project project = await Home.Projects.CreateAsync(key.AccountId, "project", "");
        string path = Path.Combine(_database.Folder.Root, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(path, csv ?? SmallTable.Csv(200));
        DatasetVersion version = (await Home.DatasetImport.AddAsync(key.AccountId, new UploadedFile(project.Id, "shop", null, path, TableFormat.Csv)))!.Value.Version;
        return new TestAccount(key.AccountId, project.Id, version.DatasetId, version.Id);
    }

    public Task<(SynthModel Model, Job Job)?> TrainAsync(TestAccount account, string family = "core", string config = "{}", ulong seed = 7) =>
        Home.Models.CreateAsync(account.Id, new NewModel { ProjectId = account.ProjectId, DatasetVersionId = account.VersionId, Name = "m", ModelType = family, Config = config, Seed = seed });

    /// <summary>Begins to work on jobs in this process.</summary>
    public Task<JobNode> StartNodeAsync(params IJobRunner[] runners) => StartNodeAsync(Home, runners);

    /// <summary>Begins to work on jobs as another process would.</summary>
    public static Task<JobNode> StartNodeAsync(WorkspaceHome home, params IJobRunner[] runners) =>
        JobNode.StartAsync(home, runners.Length > 0 ? runners : [new TrainRunner(), new GenerateRunner(), new ReportRunner()], TimeProvider.System, new TestLogs(), TestContext.Current.CancellationToken);

    /// <summary>Waits until a job has ended.</summary>
    public async Task<Job> EndOfAsync(TestAccount account, Guid job)
    {
        while (true)
        {
            Job now = (await Home.Jobs.GetAsync(account.Id, job, TestContext.Current.CancellationToken))!.Job;
            if (now.QueueState == QueueState.Ended)
            {
                return now;
            }
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Trains a model and waits until it is ready.</summary>
    public async Task<SynthModel> TrainedAsync(TestAccount account, string family = "core", string config = "{}")
    {
        (SynthModel model, Job job) = (await TrainAsync(account, family, config))!.Value;
        (await EndOfAsync(account, job.Id)).Error.ShouldBeNull();
        return (await Home.Models.GetAsync(account.Id, model.Id))!;
    }

    /// <summary>A model that says that it is ready, for jobs that do not look at it.</summary>
    public async Task<Guid> ReadyModelAsync(TestAccount account)
    {
        (SynthModel model, Job job) = (await TrainAsync(account))!.Value;
        await using WorkspaceContext context = Home.Database.CreateContext();
        await context.Jobs.Where(one => one.Id == job.Id).ExecuteDeleteAsync();
        await context.Models.Where(one => one.Id == model.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.Status, ModelStatus.Ready));
        return model.Id;
    }

    /// <summary>Asks for rows.</summary>
    public async Task<Job> GenerateAsync(TestAccount account, Guid model, long rows = 10, ulong? seed = null) =>
        (await Home.Jobs.GenerateAsync(account.Id, model, new NewGeneration { Rows = rows, Seed = seed })).Job!;

    /// <summary>Every file that is kept.</summary>
    public string[] Files => Directory.GetFiles(Home.Folder.Artifacts, "*", SearchOption.AllDirectories);

    /// <summary>The bytes of what a job has made.</summary>
    public async Task<byte[]> OutputAsync(TestAccount account, Job job)
    {
        await using Stream bytes = (await Home.ArtifactRecords.OpenAsync(account.Id, job.OutputArtifactId!.Value))!.Value.Bytes;
        var copy = new MemoryStream();
        await bytes.CopyToAsync(copy);
        return copy.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Home.Dispose();
        await _database.DisposeAsync();
    }
}
