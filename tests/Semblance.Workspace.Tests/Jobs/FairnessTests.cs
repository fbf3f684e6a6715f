using Semblance.Workspace.Jobs;
using Semblance.Workspace.Queue;
using Semblance.Workspace.Tests.Database;
using Shouldly;
using Xunit;

namespace Semblance.Workspace.Tests.Jobs;

public sealed class FairnessTests
{
    [Theory]
    [InlineData(TestDatabase.Sqlite, 1)]
    [InlineData(TestDatabase.Sqlite, 3)]
    [InlineData(TestDatabase.Postgres, 3)]
    public async Task The_few_jobs_of_one_account_do_not_wait_for_the_hundreds_of_another(string kind, int atOnce)
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(kind, new JobSettings { AtOnce = atOnce });
        TestAccount many = await test.AddAccountAsync("many"), few = await test.AddAccountAsync("few");
        Guid manyModel = await test.ReadyModelAsync(many), fewModel = await test.ReadyModelAsync(few);
        for (int i = 0; i < 100; i++)
        {
            await test.GenerateAsync(many, manyModel);
        }
        var last = new List<Job>();
        for (int i = 0; i < 4; i++)
        {
            last.Add(await test.GenerateAsync(few, fewModel));
        }
        var runner = new HandRunner();
        await using JobNode node = await test.StartNodeAsync(runner);
        foreach (Job job in last)
        {
            await test.EndOfAsync(few, job.Id);
        }
        // In the order of their claims: several runners begin at about the same time.
        Job[] begun = [.. runner.Begun.OrderBy(job => job.ClaimedAt)];
        int[] turns = [.. begun.Select((job, turn) => (job, turn)).Where(one => one.job.AccountId == few.Id).Select(one => one.turn)];
        turns.Length.ShouldBe(4);
        // Every other turn is theirs, give or take those that were claimed at the same moment.
        turns[^1].ShouldBeLessThan(8 + (2 * atOnce));
        begun.Where(job => job.AccountId == many.Id).Select(job => job.CreatedAt).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_cap_per_account_leaves_room_for_others()
    {
        await using TestWorkspace test = await TestWorkspace.CreateAsync(TestDatabase.Sqlite, new JobSettings { AtOnce = 4, AtOncePerAccount = 2, SweepInterval = TimeSpan.FromMilliseconds(200) });
        TestAccount alice = await test.AddAccountAsync("alice"), bob = await test.AddAccountAsync("bob");
        Guid aliceModel = await test.ReadyModelAsync(alice), bobModel = await test.ReadyModelAsync(bob);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int now = 0, most = 0;
        var runner = new HandRunner(async (run, cancellation) =>
        {
            if (run.Job.AccountId == alice.Id)
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await go.Task.WaitAsync(cancellation);
                Interlocked.Decrement(ref now);
            }
        });
        await using JobNode node = await test.StartNodeAsync(runner);
        var jobs = new List<Job>();
        for (int i = 0; i < 6; i++)
        {
            jobs.Add(await test.GenerateAsync(alice, aliceModel));
        }
        // Alice has taken all that she may: there is room for Bob.
        await test.EndOfAsync(bob, (await test.GenerateAsync(bob, bobModel)).Id);
        go.SetResult();
        foreach (Job job in jobs)
        {
            (await test.EndOfAsync(alice, job.Id)).Status.ShouldBe(JobStatus.Completed);
        }
        most.ShouldBe(2);
    }
}
