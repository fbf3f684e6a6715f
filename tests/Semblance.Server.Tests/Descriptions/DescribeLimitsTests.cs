using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Server.Work;
using Shouldly;
using Xunit;

namespace Semblance.Server.Tests.Descriptions;

/// <summary>Descriptions end when their time is over or nobody is there any more, and others have their turn.</summary>
public sealed class DescribeLimitsTests
{
    private static readonly JsonObject s_large = new() { ["prompt"] = "customers (id, name, email), orders (id, customer_id, total)", ["dataset_size"] = 2_500_000 };

    [Fact]
    public async Task A_reader_that_is_slow_holds_the_work_up_and_is_cut_off_after_the_time()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { DescribeSeconds = 4 });
        using HttpResponseMessage answer = await server.DescribeAsync(s_large.DeepClone());
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using Stream body = await answer.Content.ReadAsStreamAsync();
        At(server).AtWork.ShouldBe(1);
        await UntilAsync(() => At(server).AtWork == 0);
        Exception broken = await Should.ThrowAsync<Exception>(() => body.CopyToAsync(Stream.Null));
        (broken is HttpRequestException or IOException).ShouldBeTrue("half an answer is no whole one: " + broken);
    }

    [Fact]
    public async Task A_description_that_has_no_turn_in_time_is_a_500_that_says_so()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { DescribeSeconds = 1, DescribeWorkers = 1 });
        using Admission.Place place = At(server).TryEnter()!;
        using Admission.Turn only = await place.WaitAsync(1, CancellationToken.None);
        using HttpResponseMessage small = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats" });
        small.StatusCode.ShouldBe(HttpStatusCode.OK, "what is done in milliseconds needs no turn");
        using HttpResponseMessage late = await server.DescribeAsync(s_large.DeepClone());
        late.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        JsonElement error = JsonDocument.Parse(await late.Content.ReadAsStringAsync()).RootElement;
        error.GetProperty("error").GetString().ShouldBe("The request took too long");
        error.GetProperty("detail").GetString()!.ShouldStartWith("Nothing was generated within 1 seconds");
    }

    [Fact]
    public async Task The_work_stops_when_the_client_leaves()
    {
        await using TestServer server = await TestServer.StartAsync();
        using (HttpResponseMessage answer = await server.DescribeAsync(s_large.DeepClone()))
        {
            At(server).AtWork.ShouldBe(1);
        }
        await UntilAsync(() => At(server).AtWork == 0);
        At(server).Inside.ShouldBe(0);
    }

    [Fact]
    public async Task More_than_may_wait_are_429_and_small_ones_are_answered_beside_large_ones()
    {
        await using TestServer server = await TestServer.StartAsync(settings => settings with { DescribeWorkers = 3, Queue = 0 });
        using HttpResponseMessage first = await server.DescribeAsync(s_large.DeepClone()), second = await server.DescribeAsync(s_large.DeepClone());
        using HttpResponseMessage small = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats" });
        small.StatusCode.ShouldBe(HttpStatusCode.OK);
        await small.Content.CopyToAsync(Stream.Null);
        using HttpResponseMessage twin = await server.GenerateAsync(Tables.Csv(60));
        twin.StatusCode.ShouldBe(HttpStatusCode.OK, "tables that are learnt have workers of their own");
        await UntilAsync(() => At(server).Inside == 2);
        using HttpResponseMessage third = await server.DescribeAsync(s_large.DeepClone());
        using HttpResponseMessage refused = await server.DescribeAsync(new JsonObject { ["prompt"] = "cats" });
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private static Admission At(TestServer server) => server.Server.DescribeAdmission;

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
