using System.Net;
using Semblance.Server.Work;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests;

public sealed class AdmissionTests
{
    [Fact]
    public async Task As_many_work_as_there_are_workers_and_the_others_in_their_order()
    {
        var admission = new Admission(workers: 2, sizeBudget: 100, limit: 3);
        Admission.Place[] places = [.. Enumerable.Range(0, 5).Select(_ => admission.TryEnter().ShouldNotBeNull())];
        admission.TryEnter().ShouldBeNull("five are inside");
        Task<Admission.Turn>[] turns = [.. places.Select(place => place.WaitAsync(1, CancellationToken.None))];
        turns.Select(turn => turn.IsCompleted).ShouldBe([true, true, false, false, false]);
        (admission.AtWork, admission.Waiting, admission.Inside).ShouldBe((2, 3, 5));

        (await turns[1]).Dispose();
        await turns[2];
        turns[3].IsCompleted.ShouldBeFalse();
        places[1].Dispose();
        admission.TryEnter().ShouldNotBeNull("one has left");
    }

    [Fact]
    public async Task Work_that_is_too_large_to_share_waits_until_it_is_alone_and_is_not_overtaken()
    {
        var admission = new Admission(workers: 4, sizeBudget: 100, limit: 10);
        Task<Admission.Turn> Turn(long size) => admission.TryEnter()!.WaitAsync(size, CancellationToken.None);
        Task<Admission.Turn> small = Turn(60), half = Turn(40), large = Turn(150), late = Turn(1);
        (small.IsCompleted, half.IsCompleted, large.IsCompleted, late.IsCompleted).ShouldBe((true, true, false, false));
        (await small).Dispose();
        large.IsCompleted.ShouldBeFalse();
        (await half).Dispose();
        Admission.Turn alone = await large;
        late.IsCompleted.ShouldBeFalse("the large one leaves no room");
        alone.Dispose();
        await late;
    }

    [Fact]
    public async Task Who_gives_up_waiting_makes_room_for_those_behind()
    {
        var admission = new Admission(workers: 2, sizeBudget: 100, limit: 10);
        using var leave = new CancellationTokenSource();
        Admission.Turn working = await admission.TryEnter()!.WaitAsync(60, CancellationToken.None);
        Task<Admission.Turn> large = admission.TryEnter()!.WaitAsync(90, leave.Token);
        Task<Admission.Turn> behind = admission.TryEnter()!.WaitAsync(10, CancellationToken.None);
        behind.IsCompleted.ShouldBeFalse();
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => large);
        await behind;
        working.Dispose();
        (admission.AtWork, admission.Waiting).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Beyond_the_queue_requests_get_429_and_when_to_come_again()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { Workers = 1, Queue = 0 });
        using Admission.Place taken = server.Server.Admission.TryEnter().ShouldNotBeNull();
        HttpResponseMessage refused = await server.GenerateAsync(Tables.Csv(60));
        refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(1, 60);
        await ErrorTableTests.ShouldBeAsync(refused, HttpStatusCode.TooManyRequests, "Too many requests");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Too_many_requests_of_a_key_or_an_address_get_429(bool byKey)
    {
        await using TestServer server = await TestServer.StartAsync(settings => byKey ? settings with { KeyRate = 3 } : settings with { AddressRate = 3 });
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage answer = await server.GenerateAsync(Tables.Csv(60));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        HttpResponseMessage refused = await server.GenerateAsync(Tables.Csv(60));
        refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(1, 20);
        await ErrorTableTests.ShouldBeAsync(refused, HttpStatusCode.TooManyRequests, "Too many requests");
        using HttpResponseMessage health = await server.Client.GetAsync("/health");
        health.StatusCode.ShouldBe(HttpStatusCode.OK, "whoever watches the server still sees it");
        string otherKey = (await server.KeyAsync()).Text;
        using HttpResponseMessage other = await server.GenerateAsync(Tables.Csv(60), new() { ["api-key"] = otherKey });
        other.StatusCode.ShouldBe(byKey ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests);
    }
}
