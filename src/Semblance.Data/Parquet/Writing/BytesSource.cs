using System.Buffers.Binary;
using System.Numerics;
using Semblance.Data.Text;

namespace Semblance.Data.Parquet.Writing;

/// <summary>Turns the values of a column into byte strings as the file has them.</summary>
internal abstract class BytesSource(ColumnPlan plan)
{
    /// <summary>The column.</summary>
    protected ColumnPlan Plan => plan;

    /// <summary>Appends the value of a row, which is not missing, without a length.</summary>
    /// <exception cref="TableException">The type cannot hold the value.</exception>
    public abstract void Write(Column column, int row, ByteBuffer output);

    /// <summary>The source for a column.</summary>
    public static BytesSource For(ColumnPlan plan)
    {
        ParquetType type = plan.Type;
        return plan.Schema.Kind switch
        {
            ColumnKind.Number when type.Logical == ParquetLogicalType.Decimal => new Decimals(plan),
            ColumnKind.Number when type.Logical == ParquetLogicalType.Float16 => new Halves(plan),
            ColumnKind.Number => new NumberTexts(plan),
            ColumnKind.DateTime when type.Physical == ParquetPhysicalType.Int96 => new OldTimestamps(plan),
            ColumnKind.DateTime => new TimeTexts(plan),
            _ => new Texts(plan),
        };
    }

    private sealed class Texts(ColumnPlan plan) : BytesSource(plan)
    {
        private readonly PlainText _text = new(plan.Type);

        public override void Write(Column column, int row, ByteBuffer output)
        {
            Utf8Strings values = ((StringColumn)column).Values;
            if (!_text.TryWrite(values[row], output))
            {
                throw Plan.Refuse(values.GetString(row));
            }
        }
    }

    private sealed class Decimals(ColumnPlan plan) : BytesSource(plan)
    {
        private readonly double _factor = Math.Pow(10, plan.Type.Scale);
        private readonly BigInteger _limit = BigInteger.Pow(10, plan.Type.Precision);

        public override void Write(Column column, int row, ByteBuffer output)
        {
            double value = ((NumberColumn)column).Values[row];
            double units = Math.Round(value * _factor);
            if (!double.IsFinite(units))
            {
                throw Plan.Refuse(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            BigInteger exact = Math.Abs(units) < DecimalUnits.Exact ? new BigInteger(units) : DecimalUnits.Of(value, Plan.Type.Scale);
            if (BigInteger.Abs(exact) >= _limit || !PlainText.TryWriteUnits(exact, Plan.Type, output))
            {
                throw Plan.Refuse(ValueText.Format(Plan.Schema.Number!, value));
            }
        }
    }

    private sealed class Halves(ColumnPlan plan) : BytesSource(plan)
    {
        public override void Write(Column column, int row, ByteBuffer output)
        {
            BinaryPrimitives.WriteHalfLittleEndian(output.GetSpan(2), (Half)((NumberColumn)column).Values[row]);
            output.Advance(2);
        }
    }

    // As a CSV file has them.
    private sealed class NumberTexts(ColumnPlan plan) : BytesSource(plan)
    {
        private readonly NumberWriter _writer = new(plan.Schema.Number!);
        private readonly PlainText _text = new(plan.Type);

        public override void Write(Column column, int row, ByteBuffer output)
        {
            byte[] buffer = new byte[_writer.MaxLength];
            Span<byte> text = buffer.AsSpan(0, _writer.Write(buffer, ((NumberColumn)column).Values[row]));
            if (!_text.TryWrite(text, output))
            {
                throw Plan.Refuse(System.Text.Encoding.UTF8.GetString(text));
            }
        }
    }

    private sealed class TimeTexts(ColumnPlan plan) : BytesSource(plan)
    {
        private readonly DatePattern _pattern = new(plan.Schema.DateTime!.Pattern, plan.Schema.DateTime.NameCase);
        private readonly PlainText _text = new(plan.Type);

        public override void Write(Column column, int row, ByteBuffer output)
        {
            byte[] buffer = new byte[_pattern.MaxLength];
            Span<byte> text = buffer.AsSpan(0, _pattern.Write(buffer, ((DateTimeColumn)column).Ticks[row]));
            if (!_text.TryWrite(text, output))
            {
                throw Plan.Refuse(System.Text.Encoding.UTF8.GetString(text));
            }
        }
    }

    private sealed class OldTimestamps(ColumnPlan plan) : BytesSource(plan)
    {
        public override void Write(Column column, int row, ByteBuffer output) => PlainText.WriteInt96(output, ((DateTimeColumn)column).Ticks[row], 0);
    }
}
