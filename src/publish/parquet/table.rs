//! One table of typed columns as a Parquet file.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use rust_decimal::Decimal;

/// How many decimals a figure has. Twenty digits stay before them: đồng of a whole country has seventeen.
pub const SCALE: u32 = 18;
/// How many digits a figure has.
pub const PRECISION: i32 = 38;
/// How many rows stand in one group, the piece that a reader takes at once.
const GROUP: usize = 1 << 20;

/// The values of a column, each row's in its place.
pub enum Column {
    /// Text; empty where there is none.
    Text(Vec<String>),
    /// Exact decimals, `decimal(38, 18)`; null where there is none.
    Figure(Vec<Option<i128>>),
    /// Counts.
    Count(Vec<i64>),
    /// Whether something holds.
    Flag(Vec<bool>),
}

/// A table: its columns by name.
#[derive(Default)]
pub struct Table {
    columns: Vec<(&'static str, Column)>,
}

/// A decimal as so many of the last place that a `decimal(38, 18)` has; none where that does not hold it exactly.
///
/// ```
/// use phubieu::publish::parquet::units;
/// use rust_decimal::Decimal;
/// let units = |text: &str| units(Decimal::from_str_exact(text).unwrap());
/// assert_eq!(units("18.939"), Some(18_939_000_000_000_000_000));
/// assert_eq!(units("-0.000000000000000001"), Some(-1));
/// assert_eq!(units("1.500"), units("1.5"));
/// assert_eq!(units("0.0000000000000000001"), None);
/// assert_eq!(units("99999999999999999999"), Some(99_999_999_999_999_999_999 * 10_i128.pow(18)));
/// assert_eq!(units("100000000000000000000"), None);
/// ```
pub fn units(value: Decimal) -> Option<i128> {
    let value = value.normalize();
    let more = SCALE.checked_sub(value.scale())?;
    let units = value.mantissa().checked_mul(10_i128.checked_pow(more)?)?;
    (units.unsigned_abs() < 10_u128.pow(PRECISION.unsigned_abs())).then_some(units)
}

impl Table {
    /// Adds a column.
    pub fn with(mut self, name: &'static str, column: Column) -> Self {
        self.columns.push((name, column));
        self
    }

    /// Adds a column of text.
    pub fn text(self, name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with(name, Column::Text(values.into_iter().map(Into::into).collect()))
    }

    /// Writes it. The same rows give the same bytes.
    ///
    /// # Errors
    /// Columns of unlike lengths.
    pub fn write(&self) -> Result<Vec<u8>, ParquetError> {
        let fields: Result<Vec<TypePtr>, ParquetError> =
            self.columns.iter().map(|(name, column)| Ok(Arc::new(column.field(name)?))).collect();
        let schema = Arc::new(Type::group_type_builder("rows").with_fields(fields?).build()?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("phubieu".to_owned())
            .build();
        let mut bytes = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?;
        let rows = self.columns.first().map_or(0, |(_, column)| column.len());
        for from in (0..rows).step_by(GROUP) {
            let mut group = writer.next_row_group()?;
            for (_, column) in &self.columns {
                column.write(&mut group, from, rows.min(from + GROUP))?;
            }
            group.close()?;
        }
        writer.close()?;
        Ok(bytes)
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Column::Text(v) => v.len(),
            Column::Figure(v) => v.len(),
            Column::Count(v) => v.len(),
            Column::Flag(v) => v.len(),
        }
    }

    fn field(&self, name: &str) -> Result<Type, ParquetError> {
        let builder = |physical| Type::primitive_type_builder(name, physical);
        match self {
            Column::Text(_) => builder(Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::String)),
            Column::Figure(_) => builder(Physical::FIXED_LEN_BYTE_ARRAY)
                .with_repetition(Repetition::OPTIONAL)
                .with_length(16)
                .with_precision(PRECISION)
                .with_scale(SCALE.cast_signed())
                .with_logical_type(Some(LogicalType::decimal(SCALE.cast_signed(), PRECISION))),
            Column::Count(_) => builder(Physical::INT64).with_repetition(Repetition::REQUIRED),
            Column::Flag(_) => builder(Physical::BOOLEAN).with_repetition(Repetition::REQUIRED),
        }
        .build()
    }

    fn write(
        &self,
        group: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>,
        from: usize,
        to: usize,
    ) -> Result<(), ParquetError> {
        match self {
            Column::Text(v) => {
                let texts: Vec<ByteArray> = slice(v, from, to).iter().map(|t| t.as_str().into()).collect();
                put::<ByteArrayType>(group, &texts, None)
            }
            Column::Figure(v) => {
                let own = slice(v, from, to);
                let big_endian = |units: &i128| FixedLenByteArray::from(units.to_be_bytes().to_vec());
                let values: Vec<FixedLenByteArray> = own.iter().flatten().map(big_endian).collect();
                let levels: Vec<i16> = own.iter().map(|v| i16::from(v.is_some())).collect();
                put::<FixedLenByteArrayType>(group, &values, Some(&levels))
            }
            Column::Count(v) => put::<Int64Type>(group, slice(v, from, to), None),
            Column::Flag(v) => put::<BoolType>(group, slice(v, from, to), None),
        }
    }
}

fn slice<T>(values: &[T], from: usize, to: usize) -> &[T] {
    values.get(from..to).unwrap_or_default()
}

fn put<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, &mut Vec<u8>>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("more columns than the schema has".to_owned()));
    };
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}
