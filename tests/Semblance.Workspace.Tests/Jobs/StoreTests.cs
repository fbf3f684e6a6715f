using Microsoft.EntityFrameworkCore;
using Semblance.Models;
using Semblance.Workspace.Database;
using Semblance.Workspace.Jobs;
using Semblance.Workspace.Models;
using Semblance.Workspace.Reports;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Jobs;

public sealed class StoreTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task A_model_is_recorded_with_its_training_and_found_by_its_account_alone(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        TestAccount alice = await test.AddAccountAsync("alice"), bob = await test.AddAccountAsync("bob");
        (SynthModel model, Job job) = (await test.TrainAsync(alice, "ctgan", """{"epochs": 3, "seed": 18446744073709551615}"""))!.Value;
        model.Status.ShouldBe(ModelStatus.Pending);
        model.DatasetName.ShouldBe("shop");
        (await test.Home.Models.GetAsync(alice.Id, model.Id))!.Seed.ShouldBe(ulong.MaxValue);

        JobDetail found = (await test.Home.Jobs.GetAsync(alice.Id, job.Id))!;
        found.ShouldBe((await test.Home.Jobs.GetAsync(alice.Id, job.QueueId))!, new ByIds());
        found.ModelName.ShouldBe("m");
        found.ModelType.ShouldBe("ctgan");
        found.ProjectName.ShouldBe("project");
        found.Job.Status.ShouldBe(JobStatus.Pending);

        (await test.Home.Models.ListAsync(alice.Id, null, null, 10, 0)).Total.ShouldBe(1);
        (await test.Home.Models.ListAsync(bob.Id, null, null, 10, 0)).Total.ShouldBe(0);
        (await test.Home.Models.ListAsync(bob.Id, alice.ProjectId, null, 10, 0)).Total.ShouldBe(0);
        (await test.Home.Models.GetAsync(bob.Id, model.Id)).ShouldBeNull();
        (await test.Home.Models.DeleteAsync(bob.Id, model.Id)).ShouldBeFalse();
        (await test.Home.Jobs.GetAsync(bob.Id, job.Id)).ShouldBeNull();
        (await test.Home.Jobs.CancelAsync(bob.Id, job.Id)).ShouldBe(Cancellation.NotFound);
        (await test.Home.Jobs.ListAsync(bob.Id, new JobFilter { ModelId = model.Id }, 10, 0)).Total.ShouldBe(0);
        (await test.Home.Jobs.GenerateAsync(bob.Id, model.Id, new NewGeneration())).Outcome.ShouldBe(ModelWish.NotFound);
        (await test.Home.Reports.CreateAsync(bob.Id, new NewReport(bob.ProjectId, model.Id))).Outcome.ShouldBe(ModelWish.NotFound);
        (await test.Home.Models.CreateAsync(bob.Id, new NewModel { ProjectId = bob.ProjectId, DatasetVersionId = alice.VersionId, Name = "m", ModelType = "core" })).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Nothing_is_made_from_a_model_that_is_not_ready(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        TestAccount alice = await test.AddAccountAsync("alice");
        (SynthModel model, Job job) = (await test.TrainAsync(alice))!.Value;
        (await test.Home.Jobs.GenerateAsync(alice.Id, model.Id, new NewGeneration())).Outcome.ShouldBe(ModelWish.NotReady);
        (await test.Home.Reports.CreateAsync(alice.Id, new NewReport(alice.ProjectId, model.Id))).Outcome.ShouldBe(ModelWish.NotReady);

        (await test.Home.Jobs.CancelAsync(alice.Id, job.QueueId)).ShouldBe(Cancellation.Cancelled);
        (await test.Home.Jobs.CancelAsync(alice.Id, job.Id)).ShouldBe(Cancellation.Ended);
        SynthModel failed = (await test.Home.Models.GetAsync(alice.Id, model.Id))!;
        failed.Status.ShouldBe(ModelStatus.Failed);
        failed.Error.ShouldBe("Its training was cancelled.");

        (await test.Home.Models.DeleteAsync(alice.Id, model.Id)).ShouldBeTrue();
        (await test.Home.Jobs.GetAsync(alice.Id, job.Id)).ShouldBeNull();
        (await test.Home.Models.DeleteAsync(alice.Id, model.Id)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Trainings_on_a_deleted_dataset_fail_with_a_sentence(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind);
        TestAccount alice = await test.AddAccountAsync("alice");
        (SynthModel model, Job job) = (await test.TrainAsync(alice))!.Value;
        (await test.Home.Models.FailTrainingsOnAsync(alice.Id, [alice.VersionId])).ShouldBe(1);
        (await test.Home.Models.GetAsync(alice.Id, model.Id))!.Error.ShouldBe("The dataset 'shop' was deleted before the training had ended.");
        (await test.Home.Jobs.GetAsync(alice.Id, job.Id))!.Job.Status.ShouldBe(JobStatus.Cancelled);
        (await test.Home.Models.FailTrainingsOnAsync(alice.Id, [alice.VersionId])).ShouldBe(0);
    }

    [Fact]
    public async Task Options_are_checked_before_anything_is_recorded()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite);
        TestAccount alice = await test.AddAccountAsync("alice");
        (await Should.ThrowAsync<ModelOptionException>(() => test.TrainAsync(alice, "ctgan", """{"epochs": 0}"""))).Option.ShouldBe("epochs");
        (await test.Home.Models.ListAsync(alice.Id, null, null, 10, 0)).Total.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Kinds), MemberType = typeof(TestDatabase))]
    public async Task Lists_are_filtered_and_paged_with_the_newest_first(string kind)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind, new JobSettings { SplitRows = 100 });
        TestAccount alice = await test.AddAccountAsync("alice");
        (SynthModel model, _) = (await test.TrainAsync(alice))!.Value;
        await using (WorkspaceContext context = test.Home.Database.CreateContext())
        {
            await context.Models.ExecuteUpdateAsync(set => set.SetProperty(one => one.Status, ModelStatus.Ready));
        }
        var made = new List<Guid>();
        foreach (long rows in new[] { 10, 350, 20 })
        {
            made.Add((await test.Home.Jobs.GenerateAsync(alice.Id, model.Id, new NewGeneration { Rows = rows })).Job!.Id);
        }
        (IReadOnlyList<JobDetail> jobs, int total) = await test.Home.Jobs.ListAsync(alice.Id, new JobFilter { ModelId = model.Id, ProjectId = alice.ProjectId, Status = JobStatus.Pending }, 2, 1);
        total.ShouldBe(4);
        jobs.Select(one => one.Job.Id).ShouldBe([made[1], made[0]]);
        await using (WorkspaceContext context = test.Home.Database.CreateContext())
        {
            Job[] parts = await context.Jobs.Where(job => job.ParentId == made[1]).OrderBy(job => job.FirstRow).ToArrayAsync();
            parts.Select(part => (part.FirstRow, part.RowCount)).ShouldBe([(0, 88), (88, 88), (176, 88), (264, 86)]);
        }
        (await test.Home.Jobs.CancelAsync(alice.Id, made[1])).ShouldBe(Cancellation.Cancelled);
        (await test.Home.Jobs.ListAsync(alice.Id, new JobFilter { Status = JobStatus.Cancelled }, 10, 0)).Total.ShouldBe(1);
        await using (WorkspaceContext context = test.Home.Database.CreateContext())
        {
            (await context.Jobs.AnyAsync(job => job.ParentId != null)).ShouldBeFalse();
        }
    }

    private sealed class ByIds : IEqualityComparer<JobDetail>
    {
        public bool Equals(JobDetail? x, JobDetail? y) => x?.Job.Id == y?.Job.Id;

        public int GetHashCode(JobDetail obj) => obj.Job.Id.GetHashCode();
    }
}
