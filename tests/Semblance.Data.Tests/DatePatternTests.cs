using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Semblance.Data.Csv;
using Semblance.Data.Text;

namespace Semblance.Data.Tests;

public class DatePatternTests
{
    public static TheoryData<string> Patterns =>
    [
        "yyyy-MM-dd", "dd/MM/yyyy", "M/d/yyyy", "d.M.yyyy", "yyyyMMdd", "yyyyMMdd'T'HHmmss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "MM/dd/yyyy hh:mm tt", "h:mm:ss tt", "HH:mm", "d MMMM yyyy", "dd-MMM-yy", "MMM d, yyyy", "dddd, d MMMM yyyy", "ddd dd MMM yyyy",
    ];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Writes_and_reads_as_the_runtime_does(string pattern)
    {
        var compiled = new DatePattern(pattern);
        Prop.ForAll<uint, uint, bool>((day, tick, whole) =>
        {
            long ticks = (day % 36_000 * TimeSpan.TicksPerDay) + new DateTime(1950, 1, 1).Ticks + (tick * 10_000_019L % TimeSpan.TicksPerDay);
            var value = new DateTime(whole ? ticks - (ticks % TimeSpan.TicksPerSecond) : ticks);
            string expected = value.ToString(pattern, CultureInfo.InvariantCulture);
            string written = Write(compiled, value.Ticks);
            written.ShouldBe(expected);

            compiled.TryParse(Encoding.UTF8.GetBytes(written), out long read).ShouldBeTrue();
            Write(compiled, read).ShouldBe(written, "a value read back is written as before");
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2023-02-29")]
    [InlineData("yyyy-MM-dd", "2023-2-28")]
    [InlineData("yyyy-MM-dd", "2023-02-28 ")]
    [InlineData("yyyy-MM-dd", "0000-01-01")]
    [InlineData("HH:mm", "24:00")]
    [InlineData("hh:mm tt", "13:00 PM")]
    [InlineData("MMM d", "Foo 3")]
    public void Refuses_what_is_no_such_date(string pattern, string text) =>
        new DatePattern(pattern).TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("2011-01-31|2012-12-01", "yyyy-MM-dd")]
    [InlineData("2011-1-31|2012-12-1", "yyyy-M-d")]
    [InlineData("2011/01/31|2012/12/01", "yyyy/MM/dd")]
    [InlineData("20141013T000000|20150101T000000", "yyyyMMdd'T'HHmmss")]
    [InlineData("2011-01-31T10:00:00|2012-12-01T23:59:59", "yyyy-MM-dd'T'HH:mm:ss")]
    [InlineData("2011-01-31 10:00|2012-12-01 23:59", "yyyy-MM-dd HH:mm")]
    [InlineData("2011-01-31 10:00:00.123|2012-12-01 23:59:59.999", "yyyy-MM-dd HH:mm:ss.fff")]
    [InlineData("2011-01-31 10:00:00|2012-12-01 23:59:59.999", "yyyy-MM-dd HH:mm:ss.FFFFFFF")]
    [InlineData("2011-01-31T10:00:00Z|2012-12-01T23:59:59Z", "yyyy-MM-dd'T'HH:mm:ss'Z'")]
    [InlineData("2011-01-31 10:00:00+00:00|2012-12-01 23:59:59+00:00", "yyyy-MM-dd HH:mm:ss+00:00")]
    [InlineData("01/02/2011|03/04/2012", "MM/dd/yyyy")]
    [InlineData("01/02/2011|13/04/2012", "dd/MM/yyyy")]
    [InlineData("1/2/2011|12/24/2012", "M/d/yyyy")]
    [InlineData("1/2/2011|24/12/2012", "d/M/yyyy")]
    [InlineData("01.02.2011|03.04.2012", "dd.MM.yyyy")]
    [InlineData("1.2.2011|31.12.2012", "d.M.yyyy")]
    [InlineData("24 October 2011|1 May 2012", "d MMMM yyyy")]
    [InlineData("24-Oct-11|01-May-12", "dd-MMM-yy")]
    [InlineData("Oct 24, 2011|May 1, 2012", "MMM d, yyyy")]
    [InlineData("10:30|23:59", "HH:mm")]
    [InlineData("9:30 AM|11:59 PM", "h:mm tt")]
    [InlineData("01/02/2011 09:30 PM|12/31/2012 11:59 AM", "MM/dd/yyyy hh:mm tt")]
    [InlineData("2011-01|2012-12", "yyyy-MM")]
    [InlineData("Mon, 03 Jan 2011|Tue, 04 Jan 2011", "ddd, dd MMM yyyy")]
    public void Finds_the_pattern_of_a_column_from_all_rows(string values, string pattern)
    {
        CsvDocument document = Column("when", values);

        DateTimeColumn column = document.Table.Columns[0].ShouldBeOfType<DateTimeColumn>();
        column.Schema.DateTime!.Pattern.ShouldBe(pattern);
        CsvText.Cells(column).ShouldBe(values.Split('|'));
    }

    [Theory]
    [InlineData("date", "20110131|20121201", ColumnKind.DateTime)]
    [InlineData("amount", "20110131|20121201", ColumnKind.Number)]
    [InlineData("date", "20110131|20121301", ColumnKind.Number)]
    [InlineData("date", "2011-01-31T10:00:00+01:00|2012-12-01T23:59:59+02:00", ColumnKind.Category)]
    [InlineData("time", "08:00:00|25:10:00", ColumnKind.Category)]
    [InlineData("version", "1.2.3|1.2.4", ColumnKind.Category)]
    [InlineData("date", "2011-01-31|31/01/2011", ColumnKind.Category)]
    public void Takes_for_dates_only_what_is_one_in_every_row(string name, string values, ColumnKind kind) =>
        Column(name, values).Table.Columns[0].Kind.ShouldBe(kind);

    [Fact]
    public void Keeps_the_case_of_names()
    {
        CsvText.Cells(Column("d", "24-OCT-2011|01-MAY-2012").Table.Columns[0]).ShouldBe(["24-OCT-2011", "01-MAY-2012"]);
        CsvText.Cells(Column("d", "9:30 am|11:59 pm").Table.Columns[0]).ShouldBe(["9:30 am", "11:59 pm"]);
    }

    [Theory]
    [InlineData("2011-01-31|2012-12-01", TimeSpan.TicksPerDay)]
    [InlineData("2011-01-31 10:15:00|2012-12-01 10:30:00", 15 * TimeSpan.TicksPerMinute)]
    [InlineData("2011-01-31 10:15:01|2012-12-01 10:30:00", TimeSpan.TicksPerSecond)]
    public void Finds_the_unit_of_all_values(string values, long resolution) =>
        Column("d", values).Table.Columns[0].Schema.DateTime!.ResolutionTicks.ShouldBe(resolution);

    private static CsvDocument Column(string name, string values) =>
        CsvText.Read($"{name};x\n" + string.Concat(values.Split('|').Select(value => $"{value};a\n")));

    private static string Write(DatePattern pattern, long ticks)
    {
        byte[] buffer = new byte[pattern.MaxLength];
        return Encoding.UTF8.GetString(buffer, 0, pattern.Write(buffer, ticks));
    }
}
