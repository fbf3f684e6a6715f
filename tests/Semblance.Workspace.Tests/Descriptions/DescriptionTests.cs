using System.Text;
using System.Text.Json;
using Semblance.Describe.Output;
using Semblance.Describe.Plans;
using Semblance.Workspace.Descriptions;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Tests.Database;
using Semblance.Workspace.Tests.Jobs;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Descriptions;

/// <summary>Descriptions in the background.</summary>
public sealed class DescriptionTests
{
    private const long Room = 1_000_000_000;
    private static readonly JobSettings s_quick = new() { AtOnce = 1, ProgressInterval = TimeSpan.FromMilliseconds(100), SweepInterval = TimeSpan.FromMilliseconds(300) };

    private static readonly Plan s_plan = PlanJson.Read("""
        {"locale": "de-DE", "entities": [
          {"name": "owners", "rows": 7, "primary_key": "id", "columns": [{"name": "id", "type": "integer", "generator": "sequence"}, {"name": "name", "type": "string", "generator": "full_name"}]},
          {"name": "cats", "primary_key": "id", "columns": [{"name": "id", "type": "integer", "generator": "sequence"}, {"name": "owner_id", "type": "integer", "generator": "foreign_key"}]}],
         "relations": [{"kind": "one_to_many", "parent": "owners", "child": "cats", "column": "owner_id"}]}
        """);

    private static readonly DescribeWork s_work = new()
    {
        Plan = s_plan,
        Size = 9000,
        Seed = ulong.MaxValue,
        Reality = 6,
        Format = OutputFormat.Sql,
        Dialect = SqlDialect.Sqlite,
        IncludeDefects = true,
        Prompt = "cats of \"Köln\"",
        Warnings = ["one", "two"],
        AskedAt = DateTimeOffset.UtcNow,
    };

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_description_is_made_in_the_background_and_goes_after_its_time(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind, s_quick);
        DescriptionJob asked = (await test.Home.Descriptions.AddAsync(s_work, 9007, "https://example.com/secret", Room))!;
        asked.Status.ShouldBe("pending");
        (asked.Download, asked.Progress, asked.TotalRecords).ShouldBe((null, 0, 9007));
        (await test.Home.Descriptions.OpenAsync(asked.JobId)).ShouldBeNull();

        await using JobNode node = await TestWorkspace.StartNodeAsync(test.Home, new DescribeRunner());
        DescriptionJob job = await EndOfAsync(test.Home, asked.JobId);
        job.Status.ShouldBe("completed", job.Error);
        (job.Download, job.Progress).ShouldBe(($"/api/jobs/{job.JobId}/download", 1));
        JsonSerializer.Serialize(job).ShouldNotContain("secret");
        using var made = new MemoryStream();
        (await test.Home.Descriptions.OpenAsync(job.JobId))!.Value.Bytes.CopyTo(made);
        using var expected = new MemoryStream();
        await DescribeAnswer.Prepare(s_work).WriteAsync(expected, 1);
        Encoding.UTF8.GetString(made.ToArray()).ShouldBe(Encoding.UTF8.GetString(expected.ToArray()));

        (await test.Home.Descriptions.RemoveOldAsync(TimeSpan.FromHours(1))).ShouldBe(0);
        (await test.Home.Descriptions.RemoveOldAsync(TimeSpan.Zero)).ShouldBe(1);
        (await test.Home.Descriptions.GetAsync(job.JobId)).ShouldBeNull();
        Directory.GetFiles(test.Database.Folder.Artifacts, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_kept_and_what_is_to_be_made_must_fit_into_the_room()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick);
        (await test.Home.Descriptions.AddAsync(s_work, 3_000_000, null, Room)).ShouldNotBeNull();
        (await test.Home.Descriptions.AddAsync(s_work, 3_000_000, null, Room)).ShouldBeNull();
        (await test.Home.Descriptions.AddAsync(s_work, 1_000_000, null, Room)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_plan_that_an_earlier_version_took_and_this_one_does_not_fails_with_a_sentence()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick);
        Plan broken = s_plan with { Relations = [] };
        DescriptionJob asked = (await test.Home.Descriptions.AddAsync(s_work with { Plan = broken }, 10, null, Room))!;
        await using JobNode node = await TestWorkspace.StartNodeAsync(test.Home, new DescribeRunner());
        DescriptionJob job = await EndOfAsync(test.Home, asked.JobId);
        job.Status.ShouldBe("failed");
        job.Error!.ShouldContain("owner_id");
    }

    [Fact]
    public async Task No_key_opens_the_account_of_descriptions()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, s_quick);
        DescriptionJob asked = (await test.Home.Descriptions.AddAsync(s_work, 10, null, Room))!;
        TestAccount other = await test.AddAccountAsync("descriptions");
        other.Id.ShouldNotBe(DescriptionStore.AccountId);
        (await test.Home.Jobs.GetAsync(other.Id, asked.JobId)).ShouldBeNull();
        (await test.Home.Jobs.ListAsync(other.Id, new JobFilter(), 10, 0)).Total.ShouldBe(0);
    }

    private static async Task<DescriptionJob> EndOfAsync(WorkspaceHome home, Guid id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            DescriptionJob job = (await home.Descriptions.GetAsync(id))!;
            if (job.FinishedAt is not null)
            {
                return job;
            }
            await Task.Delay(30, patience.Token);
        }
    }
}
