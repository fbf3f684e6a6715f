using Microsoft.EntityFrameworkCore;
using Semblance.Data;
using Semblance.Workspace.Database;
using Semblance.Workspace.Datasets;
using Semblance.Workspace.Models;
using Semblance.Workspace.Tests.Database;
using Semblance.Workspace.Tests.Jobs;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Datasets;

/// <summary>Projects and datasets in both databases, also while several clients are at them at once.</summary>
public sealed class DatasetStoreTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Uploads_of_one_name_at_once_become_one_dataset_with_a_version_each(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        TestAccount account = await test.AddAccountAsync("alice");
        string path = Path.Combine(test.Database.Folder.Root, "table.csv");
        await File.WriteAllTextAsync(path, SmallTable.Csv(50), TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => UploadAsync(test.Home, account, path, i % 2 == 0 ? "one" : "two"))));
        (IReadOnlyList<DatasetSummary> datasets, int total) = await test.Home.Datasets.ListAsync(account.Id, account.ProjectId, null, 10, 0);
        total.ShouldBe(3);
        datasets.Where(summary => summary.Dataset.Name != "shop").ShouldAllBe(summary => summary.Latest.Version == 5);
        foreach (DatasetSummary summary in datasets)
        {
            (IReadOnlyList<DatasetVersion> versions, int count) = (await test.Home.Datasets.VersionsAsync(account.Id, summary.Dataset.Id, 50, 0)).ShouldNotBeNull();
            versions.Select(version => version.Version).ShouldBe(Enumerable.Range(0, count).Reverse());
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Whatever_is_deleted_while_uploads_come_in_leaves_no_record_and_no_file(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        TestAccount account = await test.AddAccountAsync("alice");
        string path = Path.Combine(test.Database.Folder.Root, "table.csv");
        await File.WriteAllTextAsync(path, SmallTable.Csv(50), TestContext.Current.CancellationToken);
        int refused = 0;
        Task[] uploads =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                for (int i = 0; i < 6; i++)
                {
                    if (await UploadAsync(test.Home, account, path, "shop") is null)
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            })),
        ];
        for (int i = 0; i < 3; i++)
        {
            await Task.Delay(30, TestContext.Current.CancellationToken);
            foreach (DatasetSummary summary in (await test.Home.Datasets.ListAsync(account.Id, null, null, 10, 0)).Datasets)
            {
                await test.Home.Removal.DeleteDatasetAsync(account.Id, summary.Dataset.Id);
            }
        }
        (await test.Home.Removal.DeleteProjectAsync(account.Id, account.ProjectId)).ShouldBeTrue();
        await Task.WhenAll(uploads);
        await RequireEmptyAsync(test);
        (await UploadAsync(test.Home, account, path, "shop")).ShouldBeNull();
        refused.ShouldBeLessThan(24, "some were in time");
        Directory.GetFiles(test.Home.Folder.Artifacts, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_project_goes_with_its_datasets_models_jobs_reports_and_files_and_no_other(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        TestAccount account = await test.AddAccountAsync("alice"), other = await test.AddAccountAsync("bob");
        (SynthModel model, _) = (await test.TrainAsync(account)).ShouldNotBeNull();
        await test.TrainAsync(other);
        (await test.Home.Removal.DeleteProjectAsync(other.Id, account.ProjectId)).ShouldBeFalse("it is not bob's");
        (await test.Home.Removal.DeleteDatasetAsync(other.Id, account.DatasetId)).ShouldBeFalse("it is not bob's");
        (await test.Home.Models.GetAsync(account.Id, model.Id)).ShouldNotBeNull();
        (await test.Home.Removal.DeleteProjectAsync(account.Id, account.ProjectId)).ShouldBeTrue();
        (await test.Home.Removal.DeleteProjectAsync(account.Id, account.ProjectId)).ShouldBeFalse("it is gone");
        (await test.Home.Models.GetAsync(account.Id, model.Id)).ShouldBeNull();
        (await test.Home.Datasets.GetVersionAsync(account.Id, account.VersionId)).ShouldBeNull();
        (await test.Home.Removal.DeleteProjectAsync(other.Id, other.ProjectId)).ShouldBeTrue();
        await RequireEmptyAsync(test);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task The_newest_come_first_and_pages_and_searches_are_those_of_an_account(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        TestAccount account = await test.AddAccountAsync("alice"), other = await test.AddAccountAsync("bob");
        string path = Path.Combine(test.Database.Folder.Root, "table.csv");
        await File.WriteAllTextAsync(path, SmallTable.Csv(50), TestContext.Current.CancellationToken);
        foreach (string name in (string[])["a_1", "a%1", "b"])
        {
            await UploadAsync(test.Home, account, path, name);
        }
        (await NamesAsync(null, 10, 0)).ShouldBe("b a%1 a_1 shop of 4");
        (await NamesAsync(null, 2, 1)).ShouldBe("a%1 a_1 of 4");
        (await NamesAsync("a%", 10, 0)).ShouldBe("a%1 of 1");
        (await NamesAsync("a_", 10, 0)).ShouldBe("a_1 of 1");
        (await NamesAsync("' OR 1=1 --", 10, 0)).ShouldBe(" of 0");
        (await test.Home.Datasets.ListAsync(account.Id, other.ProjectId, null, 10, 0)).Total.ShouldBe(0);
        (await test.Home.Datasets.VersionsAsync(other.Id, account.DatasetId, 10, 0)).ShouldBeNull();

        async Task<string> NamesAsync(string? search, int limit, int offset)
        {
            (IReadOnlyList<DatasetSummary> datasets, int total) = await test.Home.Datasets.ListAsync(account.Id, account.ProjectId, search, limit, offset);
            return $"{string.Join(' ', datasets.Select(summary => summary.Dataset.Name))} of {total}";
        }
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_table_is_opened_with_what_was_said_about_its_columns(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        TestAccount account = await test.AddAccountAsync("alice", "zip,city,age\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"0{i % 7}234,Oslo,{20 + (i % 40)}\n")));
        DatasetVersion version = (await test.Home.Datasets.GetVersionAsync(account.Id, account.VersionId)).ShouldNotBeNull();
        var overrides = new SchemaOverrides(new Dictionary<string, string> { ["zip"] = "category", ["city"] = "ignore" });
        DatasetProfile profile = (await test.Home.DatasetImport.OverrideAsync(version, overrides)).ShouldNotBeNull();
        profile.Columns.Select(column => column.Type).ShouldBe(["category", "ignored", "integer"]);
        version = (await test.Home.Datasets.GetVersionAsync(account.Id, account.VersionId)).ShouldNotBeNull();
        DatasetProfile.Parse(version.Profile).ToJson().ShouldBe(profile.ToJson());
        TableDocument table = await DatasetTable.OpenAsync(test.Home.Artifacts, version.ArtifactId, "shop", SchemaOverrides.Parse(version.Overrides), cancellation: TestContext.Current.CancellationToken);
        table.Table.Columns.Select(column => (column.Name, column.Kind)).ShouldBe([("zip", ColumnKind.Category), ("age", ColumnKind.Number)]);
        TableException gone = await Should.ThrowAsync<TableException>(DatasetTable.OpenAsync(test.Home.Artifacts, Guid.NewGuid(), "shop", SchemaOverrides.None));
        gone.Message.ShouldBe("The file of the dataset 'shop' is gone: it was deleted.");
    }

    private static async Task<DatasetVersion?> UploadAsync(WorkspaceHome home, TestAccount account, string path, string name) =>
        (await home.DatasetImport.AddAsync(account.Id, new UploadedFile(account.ProjectId, name, null, path, TableFormat.Csv)))?.Version;

    private static async Task RequireEmptyAsync(TestWorkspace test)
    {
        await using WorkspaceContext context = test.Home.Database.CreateContext();
        (await context.Projects.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await context.Datasets.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await context.DatasetVersions.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await context.Models.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await context.Jobs.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await context.Artifacts.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        Directory.GetFiles(test.Home.Folder.Artifacts, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
